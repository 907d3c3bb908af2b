using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// A rule set as JSON, in the shape of wire.md §Rules: what SetRules carries and <c>hypercall rules</c> prints.
/// </summary>
public static class RuleSetJson
{
    /// <summary>Writes a rule set as one object.</summary>
    public static void Write(Utf8JsonWriter writer, RuleSet rules)
    {
        var output = new JsonOutput(writer);
        output.Open();
        RuleSetShape.Walk(ref output, rules);
        output.Close();
    }
}
