using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// Sends commands to a partition in order through a window of unanswered ones, several in a message, as clients do.
/// When one is not executed the next call throws. For one thread; answers come on another, in order.
/// </summary>
internal sealed class CommandFeed
{
    /// <summary>Commands unanswered at a time; below a submitter's share of the engine's queue.</summary>
    public const int DefaultWindow = 1_024;

    /// <summary>Commands of a message: few, so that the window is many messages.</summary>
    private const int MostGathered = 64;

    private readonly EmbeddedEngine _engine;
    private readonly Action<SubmitAnswer> _executed;
    private readonly SemaphoreSlim _room;
    private readonly int _window;
    private readonly IActorRef _receiver;
    private List<SubmitItem> _gathered = new(MostGathered);
    private volatile object? _refusal;
    private long _sent;
    private long _answered;

    public CommandFeed(ActorSystem system, EmbeddedEngine engine, Action<SubmitAnswer> executed, int window)
    {
        _engine = engine;
        _executed = executed;
        _window = window;
        _room = new SemaphoreSlim(window);
        _receiver = system.ActorOf(Props.Create(() => new Receiver(this)));
    }

    /// <summary>Commands answered: durable and applied.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>
    /// Takes one command, waiting for room first. It leaves with those that follow: once there are some, or no room is
    /// left, or with <see cref="Flush"/>.
    /// </summary>
    /// <exception cref="CheckFailedException">A command cannot be journaled.</exception>
    /// <exception cref="JournalUnusableException">The engine stopped.</exception>
    public void Send(in SubmittedCommand command)
    {
        if (!EncodedRequest.TryEncode(Requests.Of(command), out EncodedRequest? request, out string? violation))
            throw new CheckFailedException($"a command cannot be journaled: {violation}");
        if (!_room.Wait(0))
        {
            Flush();
            _room.Wait();
        }

        ThrowIfRefused();
        _gathered.Add(new SubmitItem(_sent++, request));
        if (_gathered.Count == MostGathered)
            Flush();
    }

    /// <summary>Sends what was taken and has not left yet.</summary>
    public void Flush()
    {
        if (_gathered.Count == 0)
            return;
        _engine.Submit(_gathered, _receiver);
        _gathered = new List<SubmitItem>(MostGathered);
    }

    /// <summary>Waits until everything sent is answered.</summary>
    /// <exception cref="CheckFailedException">A command cannot be journaled.</exception>
    /// <exception cref="JournalUnusableException">The engine stopped.</exception>
    public void Complete()
    {
        Flush();
        for (int taken = 0; taken < _window; taken++)
            _room.Wait();
        ThrowIfRefused();
        _room.Release(_window);
    }

    private void ThrowIfRefused()
    {
        switch (_refusal)
        {
            case null:
                return;
            case SubmitAnswer { Status: SubmissionStatus.TooLarge or SubmissionStatus.NotEncodable } answer:
                throw new CheckFailedException($"a command cannot be journaled: {answer.Status}");
            default:
                throw _engine.UnusableAsync().GetAwaiter().GetResult();
        }
    }

    private void Take(object message)
    {
        switch (message)
        {
            case SubmitAnswers many:
                foreach (SubmitAnswer one in many.Answers)
                    Take(one);
                break;
            case SubmitAnswer answer:
                Take(answer);
                break;
            default:
                // For all that were sent with it: whoever waits for room is told.
                _refusal ??= message;
                _room.Release(_window);
                break;
        }
    }

    private void Take(SubmitAnswer answer)
    {
        if (answer.Status == SubmissionStatus.Executed)
        {
            _executed(answer);
            Volatile.Write(ref _answered, _answered + 1);
        }
        else
        {
            _refusal ??= answer;
        }

        _room.Release();
    }

    private sealed class Receiver(CommandFeed feed) : UntypedActor
    {
        protected override void OnReceive(object message) => feed.Take(message);
    }
}
