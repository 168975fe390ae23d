package io.epona.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where commands take passwords from: never from their arguments, which every user of the machine can read. */
final class Passwords {
    private Passwords() {}

    /** The first line of a file. */
    static String ofFile(Path file) throws CommandException, IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return require(reader.readLine(), "password file is empty: file=" + file);
        }
    }

    /** The first line of standard input. */
    static String ofInput(InputStream input) throws CommandException, IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        return require(reader.readLine(), "no password on standard input");
    }

    /** What is typed, which the terminal does not show. */
    static String ofConsole(Console console, String prompt) throws CommandException {
        char[] typed = console.readPassword("%s: ", prompt);
        return require(typed == null ? null : new String(typed), "no password was typed");
    }

    private static String require(String password, String problem) throws CommandException {
        if (password == null || password.isEmpty()) {
            throw new CommandException(ExitCode.FAILED, problem, null);
        }
        return password;
    }
}
