using System.Data.Common;
using System.Runtime.Serialization;
using Hypercall.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Engine;

/// <summary>What the exceptions of journal plugins mean to the sequencer.</summary>
internal static class JournalFailures
{
    private const string UniqueViolationSqlState = "23505";
    private const int SqliteConstraint = 19;

    /// <summary>
    /// A write that met a row under its number is another owner's doing; any other failure leaves open whether the row
    /// is there.
    /// </summary>
    public static StopReason OfWrite(Exception cause) =>
        Chain(cause).Any(IsTakenNumber) ? StopReason.Fenced : StopReason.WriteFailed;

    /// <summary>The same of a transfer desk's write, which nobody but the journal times.</summary>
    public static StopReason OfDeskWrite(Exception cause) =>
        Chain(cause).Any(part => part is TimeoutException) ? StopReason.WriteTimeout : OfWrite(cause);

    /// <summary>Bytes that cannot be decoded stay so; anything else may be read at the next try.</summary>
    public static StopReason OfRecovery(Exception cause) =>
        Chain(cause).Any(IsDamage) ? StopReason.RecoveryRefused : StopReason.JournalUnreadable;

    /// <summary>What a failure is told as, in one line.</summary>
    public static string Describe(Exception cause) =>
        OneLine.Of((Chain(cause).FirstOrDefault(IsTold) ?? cause).Message);

    /// <summary>Whose message names the setting and the cause: where it was thrown helps nobody.</summary>
    public static bool IsTold(Exception exception) =>
        exception is JournalRefusedException or JournalUnreachableException;

    private static bool IsDamage(Exception exception) => exception is SerializationException or UnknownEventException;

    private static bool IsTakenNumber(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        DbException database => database.SqlState == UniqueViolationSqlState,
        _ => false,
    };

    private static IEnumerable<Exception> Chain(Exception exception) => exception is AggregateException aggregate
        ? aggregate.Flatten().InnerExceptions.SelectMany(Chain)
        : exception.InnerException is { } inner ? Chain(inner).Prepend(exception) : [exception];
}
