package io.epona.jms.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads objects whose classes the application knows, but this library perhaps does not. */
final class ObjectReader extends ObjectInputStream {
    /** @param filter null to read whatever comes */
    ObjectReader(InputStream in, ObjectInputFilter filter) throws IOException {
        super(in);
        if (filter != null) {
            setObjectInputFilter(filter);
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        // In a container this class is loaded by the container's loader, which does not see the application's classes.
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        if (application != null) {
            try {
                return Class.forName(description.getName(), false, application);
            } catch (ClassNotFoundException e) {
                // Primitive types, and classes that the caller of this library has loaded itself, are found by:
                return super.resolveClass(description);
            }
        }
        return super.resolveClass(description);
    }
}
