using Hypercall.Engine;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>A read on its way through the engine's thread.</summary>
internal abstract class NodeRead
{
    public abstract void Answer(ExchangeEngine engine);

    public abstract void Fail(SubmissionStatus status);
}

/// <summary>A read whose result a task carries; what the reader throws fails the task, not the node.</summary>
internal sealed class NodeRead<T>(Func<ExchangeEngine, T> read) : NodeRead
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    public override void Answer(ExchangeEngine engine)
    {
        try
        {
            _result.SetResult(read(engine));
        }
        catch (Exception exception)
        {
            _result.SetException(exception);
        }
    }

    public override void Fail(SubmissionStatus status) => _result.SetException(new ReadRefusedException(status));
}

/// <summary>A read that was not answered.</summary>
public sealed class ReadRefusedException(SubmissionStatus status)
    : InvalidOperationException($"the engine did not answer the read: {status}")
{
    /// <summary>Why.</summary>
    public SubmissionStatus Status { get; } = status;
}
