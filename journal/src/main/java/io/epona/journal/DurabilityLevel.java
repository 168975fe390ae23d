package io.epona.journal;

/** What a journal waits for before it calls a record durable. */
public enum DurabilityLevel {
    /** Synced to the disk: survives a power loss. */
    FSYNC,

    /** Written to the operating system: survives the end of the process, not of the machine. */
    OS
}
