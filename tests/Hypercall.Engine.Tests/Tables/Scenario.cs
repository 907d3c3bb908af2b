using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Runs a scenario table. Each row is a command and what must come of it: <c>code</c> is the reject code, empty means
/// accepted; <c>events</c>, separated by semicolons, must be found in this order, each naming the fields that matter,
/// and one with a leading ! must not be found at all; a row <c>holds</c> looks at the state instead.
/// </summary>
internal sealed class Scenario
{
    private readonly ScenarioTarget _target;
    private RuleSet _rules = ScenarioRules.Initial;
    private long _now = ScenarioNames.Start;

    private Scenario(ScenarioTarget target) => _target = target;

    /// <summary>Runs a table against <c>engine</c> or <c>twin</c>.</summary>
    public static void Run(string target, string table)
    {
        var scenario = new Scenario(ScenarioTarget.Named(target));
        const string opening = """
            | do     | symbol |
            | rules  |        |
            | create | C      |
            | create | P      |
            | create | E      |
            """;
        foreach (ScenarioRow row in ScenarioTable.Parse(opening).Concat(ScenarioTable.Parse(table)))
            scenario.Step(row);
    }

    private void Step(ScenarioRow row)
    {
        if (row.Text("at") is string at)
            _now = ScenarioNames.Start + ScenarioNames.Whole(at);
        if (row.Action == "holds")
        {
            Look(row);
            return;
        }

        CommandEnvelope envelope = Envelope(row);
        string output = _target.Apply(envelope);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        CheckOutcome(row, lines[0], output);
        CheckEvents(row, lines, output);
        if (envelope.Command is SetRules { Rules: RuleSet rules } && !row.Has("code"))
            _rules = rules;
    }

    private CommandEnvelope Envelope(ScenarioRow row) => new(
        row.Has("seq") ? ScenarioNames.Whole(row.Text("seq")!) : _target.NextSequence,
        _now,
        row.Has("request") ? new RequestId((UInt128)ScenarioNames.Whole(row.Text("request")!)) : null,
        row.Has("sent") ? ScenarioNames.Start + ScenarioNames.Whole(row.Text("sent")!) : null,
        row.Has("by") ? ScenarioNames.Wallet(row.Text("by")!) : null,
        row.Has("nonce") ? ScenarioNames.Start + ScenarioNames.Whole(row.Text("nonce")!) : null,
        ScenarioCommands.Make(row, _rules));

    /// <summary>The first line is <c>seq= time= request= order=</c>, then the code and its arguments.</summary>
    private static void CheckOutcome(ScenarioRow row, string head, string output)
    {
        string[] tokens = head.Split(' ');
        string code = tokens.Length > 4 ? tokens[4] : "";
        if (code != row.Text("code", ""))
            Fail(row, $"the code is '{code}'", output);
        if (row.Has("first") && tokens[5] != $"first={row.Text("first")}")
            Fail(row, $"the first argument is '{tokens[5]}'", output);
        if (row.Has("second") && tokens[6] != $"second={row.Text("second")}")
            Fail(row, $"the second argument is '{tokens[6]}'", output);
        if (row.Has("id") && tokens[3] != $"order={row.Text("id")}")
            Fail(row, $"the order is '{tokens[3]}'", output);
    }

    private static void CheckEvents(ScenarioRow row, string[] lines, string output)
    {
        int from = 1;
        foreach (string pattern in row.Text("events", "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (pattern.Length == 0)
                continue;
            bool forbidden = pattern[0] == '!';
            int found = Array.FindIndex(lines, forbidden ? 1 : from, l => Matches(l, pattern.TrimStart('!')));
            if (forbidden != found < 0)
                Fail(row, $"the event '{pattern}' is {(forbidden ? "there" : "missing")}", output);
            if (!forbidden)
                from = found + 1;
        }
    }

    private static bool Matches(string line, string pattern)
    {
        string[] wanted = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] tokens = line.Split(' ');
        return tokens[0] == wanted[0] && wanted.Skip(1).All(w =>
        {
            int equals = w.IndexOf('=');
            if (equals < 0)
                return tokens.Contains(w);
            return tokens.Contains(w[..(equals + 1)] + ScenarioNames.Canonical(w[..equals], w[(equals + 1)..]));
        });
    }

    /// <summary>A row <c>holds</c>: cash of a wallet, its position and cost in an instrument.</summary>
    private void Look(ScenarioRow row)
    {
        string state = _target.State();
        string wallet = $"wallet {ScenarioNames.Wallet(row.Text("who")!)} ";
        string block = state.Split("\nwallet ").Select(b => "wallet " + b)
            .FirstOrDefault(b => b.StartsWith(wallet, StringComparison.Ordinal)) ?? "";
        string cash = $"{wallet}{ScenarioNames.WideUnits(row.Text("cash", "0"), Cash.Decimals)} ";
        if (row.Has("cash") && !block.StartsWith(cash, StringComparison.Ordinal))
            Fail(row, "the cash differs", state);
        if (!row.Has("size"))
            return;
        string size = $"{ScenarioNames.Units(row.Text("size")!, Quantity.Decimals)}";
        string position = $"  position {ScenarioNames.Symbol(row.Text("symbol", "C"))} ";
        string expected = size == "0"
            ? ""
            : $"{position}{size} {ScenarioNames.Units(row.Text("entry")!, Price.Decimals)} " +
              $"{ScenarioNames.WideUnits(row.Text("cost")!, Cash.Decimals)}";
        string actual = block.Split('\n').FirstOrDefault(l => l.StartsWith(position, StringComparison.Ordinal)) ?? "";
        if (actual != expected)
            Fail(row, $"the position is '{actual}', not '{expected}'", state);
    }

    private static void Fail(ScenarioRow row, string what, string output) =>
        Assert.Fail($"table line {row.Number}: {row.Line}\n{what}\n{output}");
}
