using System.Data.Common;
using Hypercall.Actors.Storage;
using Hypercall.Gateway.Reads;
using Hypercall.History;
using Hypercall.History.Storage;
using Hypercall.Sequencer.Recovery;
using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall history</c>: executes a journal from its first command on, which may stand in archives, and stores what
/// gateways keep of it. A gateway goes on from there; behind an archive none could make it whole by itself.
/// </summary>
internal static class HistoryVerb
{
    private const int RecordsAtOnce = 256;

    public static Command Create(Terminal terminal)
    {
        var to = new LocationOption("--to")
        {
            Description = "As hypercall.gateway.history: a SQLite file, or a connection string of PostgreSQL.",
            HelpName = "HISTORY",
            Required = true,
        };
        Option<string?> archive = Options.Optional<string?>(
            "--archive", "Folder of the archives of the journal's first records.", "FOLDER");
        var command = new Command("history", "Make the history that gateways keep, of a journal and its archives.")
        {
            to, archive,
        };
        var journal = new JournalArguments(command);
        command.SetAction(parsed => Run(
            terminal, journal.Open(parsed, parsed.GetValue(archive)), parsed.GetRequiredValue(to)!));
        return command;
    }

    private static void Run(Terminal terminal, VenueJournal journal, string to)
    {
        using JournalCursor cursor = journal.Read(1);
        HistoryDatabase database = PastReads.DatabaseOf(to, journal.EngineId, "--to");
        (HistoryMark before, HistoryMark after) = Fill(journal, cursor, database, to);
        new ReportTable("", "")
            .Add("journal", journal.Location)
            .Add("commands that were there", $"{before.Sequence:#,##0}")
            .Add("commands that are there", $"{after.Sequence:#,##0}")
            .Add("hash", after.Hash.ToString())
            .Write(terminal);
    }

    private static (HistoryMark Before, HistoryMark After) Fill(
        VenueJournal journal, JournalCursor cursor, HistoryDatabase database, string to)
    {
        try
        {
            RequireNoJournal(to);
            var filler = new Filler(journal, new HistoryKeeper(database));
            HistoryMark before = new HistoryReader(database).Mark();
            if (before.Since > 0)
                throw new InputException("--to", $"begins behind command {before.Since}: delete it, and make it anew");
            filler.Run(cursor);
            return (before, new HistoryReader(database).Mark());
        }
        catch (HistoryContradictedException contradiction)
        {
            throw new CheckFailedException($"{contradiction.Message}: make it again");
        }
        catch (DbException failure)
        {
            throw new InputException("--to", failure.Message);
        }
    }

    /// <summary>A file with a journal's tables, or a snapshot's, gets none of a history.</summary>
    private static void RequireNoJournal(string to)
    {
        if (ConnectionText.IsOfServer(to) || !File.Exists(to))
            return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = to, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('journal', 'snapshot')";
        if (command.ExecuteScalar() is string table)
            throw new InputException("--to", $"'{to}' has a table '{table}': a history is kept in a file of its own");
    }

    /// <summary>Shows a keeper what a journal does, and has it store that in parts.</summary>
    private sealed class Filler : IReplayObserver
    {
        private readonly HistoryKeeper _keeper;
        private readonly JournalReplayer _replayer;
        private readonly string _location;

        public Filler(VenueJournal journal, HistoryKeeper keeper)
        {
            (_keeper, _location) = (keeper, journal.Location);
            _replayer = new JournalReplayer(new ReplayOptions
            {
                EngineId = journal.EngineId, Skips = journal.ReadSkips(), Observer = this,
            });
            keeper.Begin(_replayer.Engine);
        }

        public void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine) =>
            _keeper.Applied(envelope, output, engine);

        /// <summary>To the journal's end as it is when this gets there.</summary>
        public void Run(JournalCursor cursor)
        {
            while (cursor.MoveNext())
            {
                ReplayVerdict verdict = _replayer.Replay(cursor.Current.Number, cursor.Current.Bytes);
                if (!verdict.Accepted)
                    throw new CheckFailedException($"{_location}, record {verdict.RecordNumber}: {verdict.Error}");
                if (cursor.Current.Number % RecordsAtOnce == 0)
                    _keeper.Save();
            }

            _keeper.Save(isEnd: true);
        }
    }
}
