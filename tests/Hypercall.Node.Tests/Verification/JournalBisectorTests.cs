using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Verification;

public sealed class JournalBisectorTests
{
    private const int Commands = 200;

    private readonly CommandFlow _flow = new(seed: 5);

    [Fact]
    public async Task Equal_commands_in_other_records_make_no_difference()
    {
        IJournal left = await Journal(_flow.Take(Commands), maxBatch: 16);
        IJournal right = await Journal(_flow.Take(Commands), maxBatch: 5);

        BisectReport report = JournalBisector.Compare(left, right);

        Assert.Null(report.Sequence);
        Assert.Equal(Commands, report.CommandsCompared);
    }

    [Fact]
    public async Task The_first_command_after_which_states_differ_is_found_with_component_and_field()
    {
        foreach (int changed in new[] { CommandFlow.SetupCount, 57, Commands - 1 })
        {
            WalletAddress wallet = WalletAddress.FromNumber(99);
            List<EngineCommand> commands = [.. _flow.Take(Commands)];
            commands[changed] = new DepositUpdate(wallet, Cash.FromUsdc(5), "other", 1);
            IJournal left = await Journal(commands, maxBatch: 16);
            commands[changed] = new DepositUpdate(wallet, Cash.FromUsdc(6), "other", 1);
            IJournal right = await Journal(commands, maxBatch: 7);

            BisectReport report = JournalBisector.Compare(left, right);

            Assert.Equal(changed + 1, report.Sequence);
            Assert.NotNull(report.Component);
            Assert.Contains($"wallets/{wallet}/cash: 5 / 6", report.Field, StringComparison.Ordinal);
            Assert.Equal(commands[changed], report.Right!.Envelope.Command);
            Assert.NotEqual(report.Left!.Envelope.Command, report.Right.Envelope.Command);
        }
    }

    [Fact]
    public async Task A_journal_that_is_a_beginning_of_the_other_does_not_differ()
    {
        IJournal left = await Journal(_flow.Take(Commands), maxBatch: 16);
        IJournal right = await Journal(_flow.Take(Commands / 2), maxBatch: 16);

        BisectReport report = JournalBisector.Compare(left, right);

        Assert.Null(report.Sequence);
        Assert.Equal(Commands / 2, report.CommandsCompared);
    }

    private static async Task<IJournal> Journal(IEnumerable<EngineCommand> commands, int maxBatch)
    {
        var journal = new InMemoryJournal("main");
        await using EngineNode node = await NodeRun.StartReady(
            new NodeStorage(journal, new InMemorySnapshotStore()),
            NodeRun.Options(o => o with { MaxBatch = maxBatch }));
        var answers = new AnswerRecorder();
        int count = 0;
        foreach (EngineCommand command in commands)
            node.Submit(new Submission(count++, 0, command, TimestampMs: count), answers);
        await answers.Until(count);
        return journal;
    }
}
