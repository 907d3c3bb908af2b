using Hypercall.Cli;
using Akka.Actor;

namespace Hypercall.Akka.Node.Bench;

/// <summary>Tells an actor messages, a fixed number in flight, until all are answered.</summary>
/// <param name="target">Who takes them.</param>
/// <param name="count">Number of messages.</param>
/// <param name="window">Most not answered yet.</param>
/// <param name="message">Makes the n-th message.</param>
/// <param name="error">What is wrong with an answer, or null.</param>
/// <param name="done">Completed with the last answer.</param>
internal sealed class BenchDriver(
    IActorRef target,
    int count,
    int window,
    Func<int, object> message,
    Func<object, string?> error,
    TaskCompletionSource done) : UntypedActor
{
    private int _sent;
    private int _answered;

    protected override void PreStart()
    {
        while (_sent < Math.Min(window, count))
            SendNext();
    }

    protected override void OnReceive(object answer)
    {
        if (error(answer) is { } wrong)
        {
            done.TrySetException(new CheckFailedException(wrong));
            Context.Stop(Self);
            return;
        }

        if (_sent < count)
            SendNext();
        if (++_answered == count)
            done.TrySetResult();
    }

    private void SendNext() => target.Tell(message(_sent++), Self);
}
