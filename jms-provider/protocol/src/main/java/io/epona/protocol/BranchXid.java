package io.epona.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/**
 * The id of a branch of a distributed transaction, whoever made it. Unlike any {@link Xid}, two that say the same are equal.
 * As text it is {@code formatId:globalId:qualifier}, the latter two in hexadecimal digits.
 */
public final class BranchXid implements Xid {
    private static final int PART_COUNT = 3;

    private final int formatId;
    private final byte[] globalId;
    private final byte[] qualifier;

    private BranchXid(int formatId, byte[] globalId, byte[] qualifier) {
        this.formatId = formatId;
        this.globalId = globalId;
        this.qualifier = qualifier;
    }

    /**
     * The id of these parts.
     *
     * @throws IllegalArgumentException if XA does not allow such an id
     */
    public static BranchXid of(int formatId, byte[] globalId, byte[] qualifier) {
        check(formatId != -1, "format id of no transaction: formatId=-1");
        check(
                globalId != null && globalId.length > 0 && globalId.length <= MAXGTRIDSIZE,
                "length of the global id not allowed: limit=" + MAXGTRIDSIZE);
        check(
                qualifier != null && qualifier.length <= MAXBQUALSIZE,
                "length of the branch qualifier not allowed: limit=" + MAXBQUALSIZE);
        return new BranchXid(formatId, globalId.clone(), qualifier.clone());
    }

    /**
     * The same id.
     *
     * @throws IllegalArgumentException if XA does not allow such an id
     */
    public static BranchXid of(Xid xid) {
        check(xid != null, "no id");
        return xid instanceof BranchXid own
                ? own
                : of(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
    }

    /**
     * The id of this text.
     *
     * @throws IllegalArgumentException if it is not the text of one
     */
    public static BranchXid parse(String text) {
        String[] parts = text.split(":", -1);
        check(parts.length == PART_COUNT, "not formatId:globalId:qualifier: xid=" + text);
        HexFormat hex = HexFormat.of();
        try {
            return of(Integer.parseInt(parts[0]), hex.parseHex(parts[1]), hex.parseHex(parts[2]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not formatId:globalId:qualifier: xid=" + text, e);
        }
    }

    private static void check(boolean isAllowed, String problem) {
        if (!isAllowed) {
            throw new IllegalArgumentException(problem);
        }
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return qualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchXid xid
                && formatId == xid.formatId
                && Arrays.equals(globalId, xid.globalId)
                && Arrays.equals(qualifier, xid.qualifier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalId)) + Arrays.hashCode(qualifier);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(globalId) + ":" + hex.formatHex(qualifier);
    }
}
