using Hypercall.Engine.Commands;

namespace Hypercall.Testing.Twin;

/// <summary>A stream of the generator as a list, for tests that apply it more than once.</summary>
internal static class RecordedStream
{
    public static List<CommandEnvelope> Make(int seed, int commands)
    {
        var twin = new NaiveEngine();
        var stream = new CommandStream(seed, twin.State);
        var envelopes = new List<CommandEnvelope>(commands);
        for (int i = 0; i < commands; i++)
        {
            CommandEnvelope envelope = stream.Next();
            twin.Apply(envelope);
            envelopes.Add(envelope);
        }

        return envelopes;
    }
}
