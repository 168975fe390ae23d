package io.epona.jms.message;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of classes and of packages. Immutable.
 *
 * @param names of single classes
 * @param packages with a dot at the end; their classes match
 * @param trees with a dot at the end, or empty; classes of these packages and of those below match
 */
record ClassPatterns(Set<String> names, Set<String> packages, Set<String> trees) {
    private static final Pattern FORM = Pattern.compile(
            "(?:(?:[\\w$]+\\.)*(?:[\\w$]+|\\*))|(?:[\\w$]+\\.)*\\*\\*", Pattern.UNICODE_CHARACTER_CLASS);

    static ClassPatterns of(Set<String> names) {
        return new ClassPatterns(names, Set.of(), Set.of());
    }

    /** @throws IllegalArgumentException naming the one that is not understood */
    ClassPatterns with(Collection<String> added) {
        Set<String> allNames = new HashSet<>(names);
        Set<String> allPackages = new HashSet<>(packages);
        Set<String> allTrees = new HashSet<>(trees);
        for (String each : added) {
            if (!FORM.matcher(each).matches()) {
                throw new IllegalArgumentException(
                        "class not understood: class=" + each + " forms=com.acme.Order,com.acme.*,com.acme.**");
            } else if (each.endsWith("**")) {
                allTrees.add(each.substring(0, each.length() - 2));
            } else if (each.endsWith("*")) {
                allPackages.add(each.substring(0, each.length() - 1));
            } else {
                allNames.add(each);
            }
        }
        return new ClassPatterns(Set.copyOf(allNames), Set.copyOf(allPackages), Set.copyOf(allTrees));
    }

    boolean matches(String className) {
        if (names.contains(className)) {
            return true;
        }
        String packageName = className.substring(0, className.lastIndexOf('.') + 1);
        return packages.contains(packageName) || trees.stream().anyMatch(packageName::startsWith);
    }
}
