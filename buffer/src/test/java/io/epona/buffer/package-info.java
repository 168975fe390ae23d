/** Tests of the buffers, over every kind of memory. */
package io.epona.buffer;
