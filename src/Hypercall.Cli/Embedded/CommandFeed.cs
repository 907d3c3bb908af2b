using System.Runtime.ExceptionServices;
using Hypercall.Actors.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// Sends commands to a partition in order through a window of unanswered ones, as a client does: what comes while a
/// message leaves gathers for the next. When one is not executed the next call throws, as it does what the one who sees
/// the answers has thrown. For one thread; answers come on another, in order.
/// </summary>
internal sealed class CommandFeed
{
    /// <summary>Commands unanswered at a time; below a submitter's share of the engine's queue.</summary>
    public const int Window = 1_024;

    private readonly EmbeddedEngine _engine;
    private readonly Action<SubmitAnswer> _executed;
    private readonly SemaphoreSlim _room = new(Window);
    private readonly ClientOutbox _outbox;

    /// <summary>
    /// By token: of a record's answers those to commands that were sent alone come before those to the others.
    /// </summary>
    private readonly SubmitAnswer?[] _arrived = new SubmitAnswer?[Window];
    private volatile object? _refusal;
    private long _sent;
    private long _answered;

    public CommandFeed(ActorSystem system, EmbeddedEngine engine, Action<SubmitAnswer> executed)
    {
        _engine = engine;
        _executed = executed;
        _outbox = engine.Outbox(system.ActorOf(Props.Create(() => new Receiver(this))));
    }

    /// <summary>Commands answered: durable and applied.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Sends one command, waiting for room first.</summary>
    /// <exception cref="CheckFailedException">A command cannot be journaled.</exception>
    /// <exception cref="JournalUnusableException">The engine stopped.</exception>
    public void Send(in SubmittedCommand command)
    {
        if (TrySend(command) is { } violation)
            throw new CheckFailedException($"a command cannot be journaled: {violation}");
    }

    /// <summary>Sends one command unless no journal can hold it, waiting for room first.</summary>
    /// <returns>Null where it was sent, else why it cannot be journaled.</returns>
    /// <exception cref="JournalUnusableException">The engine stopped.</exception>
    public string? TrySend(in SubmittedCommand command)
    {
        if (!EncodedRequest.TryEncode(Requests.Of(command), out EncodedRequest? request, out string? violation))
            return violation;
        if (!_engine.Fits(request))
            return $"its {request.Envelope.Length} bytes are more than a record holds";
        _room.Wait();
        ThrowIfRefused();
        _outbox.Send(new SubmitItem(_sent++, request));
        return null;
    }

    /// <summary>Waits until everything sent is answered.</summary>
    /// <exception cref="CheckFailedException">A command cannot be journaled.</exception>
    /// <exception cref="JournalUnusableException">The engine stopped.</exception>
    public void Complete()
    {
        for (int taken = 0; taken < Window; taken++)
            _room.Wait();
        ThrowIfRefused();
        _room.Release(Window);
    }

    private void ThrowIfRefused()
    {
        switch (_refusal)
        {
            case null:
                return;
            case Exception thrown:
                ExceptionDispatchInfo.Throw(thrown);
                return;
            case SubmitAnswer { Status: SubmissionStatus.TooLarge or SubmissionStatus.NotEncodable } answer:
                throw new CheckFailedException($"a command cannot be journaled: {answer.Status}");
            default:
                throw _engine.UnusableAsync().GetAwaiter().GetResult();
        }
    }

    private void Take(object answer)
    {
        switch (answer)
        {
            case SubmitAnswers many:
                foreach (SubmitAnswer one in many.Answers)
                    Take(one);
                break;
            case SubmitAnswer { Status: SubmissionStatus.Executed } executed:
                _arrived[executed.Token % Window] = executed;
                TellArrived();
                break;
            default:
                Refuse(answer);
                break;
        }
    }

    /// <summary>Nothing is waited for any more: one refusal may be of a whole message.</summary>
    private void Refuse(object why)
    {
        if (_refusal is not null)
            return;
        _refusal = why;
        _room.Release(int.MaxValue / 2);
    }

    private void TellArrived()
    {
        for (long next = _answered; _arrived[next % Window] is { } executed; next++)
        {
            _arrived[next % Window] = null;
            _executed(executed);
            Volatile.Write(ref _answered, next + 1);
            _room.Release();
        }
    }

    private sealed class Receiver(CommandFeed feed) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            try
            {
                feed.Take(message);
            }
            catch (Exception exception)
            {
                feed.Refuse(exception);
            }
        }
    }
}
