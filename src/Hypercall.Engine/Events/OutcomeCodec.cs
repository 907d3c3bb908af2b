using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Events;

/// <summary>
/// The canonical encoding of what a command did, as hosts send it to clients, standbys and views. Both directions
/// allocate nothing once writer, target and string pool are warm (but for client ids and names).
/// </summary>
public static partial class OutcomeCodec
{
    private const byte Version = 1;
    private const int MinResultBytes = 2;
    private const int MinEventBytes = 3;

    [Flags]
    private enum Presence : byte
    {
        None = 0,
        RequestId = 1,
        OrderId = 2,
        First = 4,
        Results = 8,
        All = RequestId | OrderId | First | Results,
    }

    [Flags]
    private enum FirstPresence : byte
    {
        None = 0,
        OrderId = 1,
        Status = 2,
        Filled = 4,
        All = OrderId | Status | Filled,
    }

    /// <summary>Appends an output with all its events.</summary>
    public static void Write(CanonicalWriter writer, ApplyOutput output)
    {
        Presence presence = (output.RequestId.HasValue ? Presence.RequestId : 0)
            | (output.OrderId.HasValue ? Presence.OrderId : 0)
            | (output.First.HasValue ? Presence.First : 0)
            | (output.HasResults ? Presence.Results : 0);
        writer.WriteByte(Version);
        writer.WriteByte((byte)presence);
        writer.WriteInt64(output.Sequence);
        writer.WriteInt64(output.TimestampMs);
        if (output.RequestId is { } requestId)
            writer.WriteUInt128(requestId.Value);
        WriteRejection(writer, output.Rejection);
        if (output.OrderId is { } orderId)
            writer.WriteInt64(orderId);
        if (output.First is { } first)
            WriteFirst(writer, first);
        if (output.HasResults)
            WriteResults(writer, output.Results);
        WriteEvents(writer, output.Events);
        writer.WriteHash(output.Hash);
    }

    /// <summary>Reads the next output into <paramref name="target"/>; never throws, whatever the bytes.</summary>
    /// <returns>False when the reader has failed (its error says why); then the target is empty.</returns>
    public static bool TryRead(ref CanonicalReader reader, ApplyOutput target)
    {
        target.Reset();
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            reader.Fail($"outcome version {version} is unknown");
        var presence = (Presence)reader.ReadByte((byte)Presence.All, "optional outcome members");
        target.Sequence = reader.ReadInt64(1, long.MaxValue, "sequence");
        target.TimestampMs = ReadTime(ref reader, "timestamp");
        target.RequestId = Has(presence, Presence.RequestId) ? new RequestId(reader.ReadUInt128()) : null;
        target.Rejection = ReadRejection(ref reader);
        target.OrderId = Has(presence, Presence.OrderId) ? reader.ReadInt64() : null;
        target.First = Has(presence, Presence.First) ? ReadFirst(ref reader) : null;
        target.HasResults = Has(presence, Presence.Results);
        if (target.HasResults)
            ReadResults(ref reader, target);
        ReadEvents(ref reader, target.Events);
        target.Hash = reader.ReadHash();
        if (!reader.Failed)
            return true;
        target.Reset();
        return false;
    }

    private static void WriteRejection(CanonicalWriter writer, in Rejection rejection)
    {
        writer.WriteByte((byte)rejection.Code);
        if (!rejection.IsRejected)
            return;
        writer.WriteInt128(rejection.Arguments.First);
        writer.WriteInt128(rejection.Arguments.Second);
        writer.WriteBoolean(rejection.Arguments.Name is not null);
        if (rejection.Arguments.Name is { } name)
            writer.WriteString(name);
    }

    private static Rejection ReadRejection(ref CanonicalReader reader)
    {
        var code = (RejectCode)reader.ReadByte();
        if (code == RejectCode.None)
            return Rejection.None;
        if (!Enum.IsDefined(code))
            reader.Fail($"reject code {(byte)code} is unknown");
        var arguments = new RejectArguments(
            reader.ReadInt128(),
            reader.ReadInt128(),
            reader.ReadBoolean() ? reader.ReadString(RejectArguments.MaxNameBytes, "name") : null);
        return new Rejection(code, arguments);
    }

    private static void WriteFirst(CanonicalWriter writer, in FirstOutcome first)
    {
        FirstPresence presence = (first.OrderId.HasValue ? FirstPresence.OrderId : 0)
            | (first.Status.HasValue ? FirstPresence.Status : 0)
            | (first.Filled.HasValue ? FirstPresence.Filled : 0);
        writer.WriteByte((byte)presence);
        writer.WriteInt64(first.Sequence);
        if (first.OrderId is { } orderId)
            writer.WriteInt64(orderId);
        if (first.Status is { } status)
            writer.WriteByte((byte)status);
        if (first.Filled is { } filled)
            writer.WriteInt64(filled.Units);
    }

    private static FirstOutcome ReadFirst(ref CanonicalReader reader)
    {
        var presence = (FirstPresence)reader.ReadByte((byte)FirstPresence.All, "first outcome members");
        return new FirstOutcome(
            reader.ReadInt64(1, long.MaxValue, "first sequence"),
            (presence & FirstPresence.OrderId) != 0 ? reader.ReadInt64() : null,
            (presence & FirstPresence.Status) != 0 ? ReadStatus(ref reader) : null,
            (presence & FirstPresence.Filled) != 0 ? new Quantity(reader.ReadInt64()) : null);
    }

    private static void WriteResults(CanonicalWriter writer, ReadOnlySpan<ActionResult> results)
    {
        writer.WriteCount(results.Length);
        foreach (ref readonly ActionResult result in results)
        {
            WriteRejection(writer, result.Rejection);
            WriteOptional(writer, result.OrderId);
        }
    }

    private static void ReadResults(ref CanonicalReader reader, ApplyOutput target)
    {
        int count = reader.ReadCount(CommandLimits.MaxBulkActions, MinResultBytes, "result");
        for (int i = 0; i < count && !reader.Failed; i++)
            target.AddResult(new ActionResult(ReadRejection(ref reader), ReadOptional(ref reader)));
    }

    private static long? ReadOptional(ref CanonicalReader reader) => reader.ReadBoolean() ? reader.ReadInt64() : null;

    private static OrderStatus ReadStatus(ref CanonicalReader reader) =>
        (OrderStatus)reader.ReadByte((byte)OrderStatus.Canceled, "order status");

    private static bool Has(Presence presence, Presence member) => (presence & member) != 0;

    private static long ReadTime(ref CanonicalReader reader, string what) =>
        reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, what);
}
