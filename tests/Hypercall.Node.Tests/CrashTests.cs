using System.Globalization;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Tests;

/// <summary>A child process runs a node on SQLite files and is killed with SIGKILL, again and again.</summary>
public sealed class CrashTests
{
    private const int Kills = 22;
    private const int Seed = 20;

    [Fact]
    public void Whatever_was_acknowledged_before_a_kill_is_in_the_journal_once()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(Seed);
        var acknowledged = new List<Acknowledgement>();
        int next = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using ChildProcess child = ChildProcess.Start(
                ChildProgram.RunVerb, directory.Path, Text(Seed), Text(next));
            int wanted = kill % 5 == 4 ? 0 : random.Next(1, 400);
            for (int read = 0; read < wanted; read++)
                acknowledged.Add(Acknowledgement.Parse(child.ReadLine()!));
            child.Kill();
            acknowledged.AddRange(Rest(child));
            if (acknowledged.Count > 0)
                next = acknowledged[^1].Index + 1;
        }

        VerificationReport report = JournalVerifier.Verify(directory.Path);
        Assert.True(report.Sound, $"seed {Seed}: {report.Difference}");
        JournalContent content = JournalContent.Read(directory.Path);
        Assert.Equal(report.LastSequence, content.Commands.Count);
        foreach (Acknowledgement answer in acknowledged)
        {
            JournalContent.Command command = content.Commands[(int)answer.Sequence - 1];
            Assert.Equal(new RequestId((UInt128)(uint)(answer.Index + 1)), command.RequestId);
            Assert.Equal(answer.Hash, command.Hash.ToString());
        }

        foreach (IGrouping<RequestId, JournalContent.Command> request in content.Commands.GroupBy(c => c.RequestId))
            Assert.Single(request, command => !command.Duplicate);
        Assert.True(acknowledged.Count > 1000, $"only {acknowledged.Count} acknowledgements");
    }

    [Fact]
    public void A_directory_that_a_living_process_runs_on_is_refused_and_can_be_verified()
    {
        using var directory = new TemporaryDirectory();
        using ChildProcess child = ChildProcess.Start(ChildProgram.RunVerb, directory.Path, "1", "0");
        Acknowledgement first = Acknowledgement.Parse(child.ReadLine()!);

        var refused = Assert.Throws<JournalOwnedException>(
            () => Hosting.EngineNode.Start(directory.Path, ChildProgram.Options()));
        VerificationReport report = JournalVerifier.Verify(directory.Path);

        Assert.Equal(child.Id, refused.OwnerProcessId);
        Assert.True(report.Sound, report.Difference?.ToString());
        Assert.True(report.LastSequence >= first.Sequence);
    }

    /// <summary>What the child had still said; a line that the kill cut off says nothing.</summary>
    private static IEnumerable<Acknowledgement> Rest(ChildProcess child)
    {
        while (child.ReadLine() is { } line)
        {
            if (line.EndsWith(';'))
                yield return Acknowledgement.Parse(line);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Acknowledgement(int Index, long Sequence, string Hash)
    {
        public static Acknowledgement Parse(string line)
        {
            string[] parts = line.TrimEnd(';').Split(' ');
            return new Acknowledgement(
                int.Parse(parts[0], CultureInfo.InvariantCulture),
                long.Parse(parts[1], CultureInfo.InvariantCulture),
                parts[2]);
        }
    }

    /// <summary>Every command of a journal with its outcome, by executing it again.</summary>
    private sealed class JournalContent : IReplayObserver
    {
        public List<Command> Commands { get; } = [];

        public static JournalContent Read(string directory)
        {
            var content = new JournalContent();
            using NodeStorage storage = NodeStorage.OpenReadOnly(directory);
            var replayer = new JournalReplayer(new ReplayOptions { Observer = content });
            using IJournalCursor cursor = storage.Journal.Read(1);
            while (cursor.MoveNext())
                Assert.True(replayer.Replay(cursor.Current.Number, cursor.Current.Bytes).Accepted);
            return content;
        }

        public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output) =>
            Commands.Add(new Command(envelope.RequestId!.Value, output.Hash, output.Duplicate));

        public sealed record Command(RequestId RequestId, Hash256 Hash, bool Duplicate);
    }
}
