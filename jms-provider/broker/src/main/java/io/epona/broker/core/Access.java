package io.epona.broker.core;

import io.epona.broker.users.Users;

/** Who may connect, and how those fared who tried. */
record Access(Users users, FailureBrake brake) {}
