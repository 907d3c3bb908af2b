using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Actors.Tests.Follower;

/// <summary>An answer's canonical bytes: two answers with equal ones say the same.</summary>
internal static class AnswerBytes
{
    public static byte[] Of(EngineAnswer answer)
    {
        var writer = new CanonicalWriter();
        var output = new CanonicalOutput(writer);
        EngineAnswer.Walk(ref output, answer);
        return writer.ToArray();
    }
}
