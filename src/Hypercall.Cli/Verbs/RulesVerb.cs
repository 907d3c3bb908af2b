using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall rules</c>: prints the default rule set as SetRules takes it.</summary>
internal static class RulesVerb
{
    public static Command Create()
    {
        var command = new Command("rules", "Print the default rule set as JSON.");
        command.SetAction(_ => JsonOutput.ToStandardOutput(writer => RuleSetJson.Write(writer, RuleSet.Default)));
        return command;
    }
}
