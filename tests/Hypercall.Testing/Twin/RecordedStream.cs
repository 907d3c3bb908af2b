namespace Hypercall.Testing.Twin;

/// <summary>A stream of the generator as a list, for tests that apply it more than once.</summary>
internal static class RecordedStream
{
    public static List<CommandEnvelope> Make(int seed, int commands)
    {
        var twin = new NaiveEngine();
        return Make(twin, new CommandStream(seed, twin.State).Next, commands);
    }

    /// <summary>One that is made to end in liquidation.</summary>
    public static List<CommandEnvelope> MakeLiquidation(int seed, int commands)
    {
        var twin = new NaiveEngine();
        return Make(twin, new LiquidationStream(seed, twin.State).Next, commands);
    }

    private static List<CommandEnvelope> Make(NaiveEngine twin, Func<CommandEnvelope> next, int commands)
    {
        var envelopes = new List<CommandEnvelope>(commands);
        for (int i = 0; i < commands; i++)
        {
            CommandEnvelope envelope = next();
            twin.Apply(envelope);
            envelopes.Add(envelope);
        }

        return envelopes;
    }
}
