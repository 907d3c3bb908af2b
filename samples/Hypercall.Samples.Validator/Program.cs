// Checks a venue's journal without Akka and without the venue: executes every command again and compares every hash
// and every snapshot. Argument: a folder of SQLite files, or a PostgreSQL connection string; then perhaps a partition.
using Hypercall.Verification;
using Hypercall.Verification.Storage;

if (args.Length is not (1 or 2))
{
    Console.Error.WriteLine("usage: validator FOLDER|CONNECTION-STRING [PARTITION]");
    return 2;
}

try
{
    VerificationReport report = JournalVerifier.Verify(args[0], partition: args.ElementAtOrDefault(1));
    Console.WriteLine(
        $"{report.CommandsReplayed} commands in {report.RecordsReplayed} records, "
        + $"{report.SnapshotsCompared} snapshots compared, epoch {report.Epoch}");
    Console.WriteLine($"sequence {report.LastSequence}, hash {report.Hash}");
    if (report.Difference is { } difference)
        Console.WriteLine($"DIFFERENT: {difference}");
    return report.Sound ? 0 : 1;
}
catch (JournalException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 3;
}
