using Hypercall.Engine.Shapes;

namespace Hypercall.Testing;

/// <summary>The canonical encoding of a whole rule set by itself.</summary>
internal static class RuleSetCodec
{
    /// <summary>Appends a rule set.</summary>
    public static void Write(CanonicalWriter writer, RuleSet rules)
    {
        var output = new CanonicalOutput(writer);
        RuleSetShape.Walk(ref output, rules);
    }

    /// <summary>Reads a rule set.</summary>
    /// <returns>Null when the reader has failed; its error says why.</returns>
    public static RuleSet? Read(ref CanonicalReader reader)
    {
        RuleSet rules = RuleSetShape.Walk(ref reader, RuleSet.Default);
        return reader.Failed ? null : rules;
    }
}
