namespace Hypercall.Gateway.Accounts;

/// <summary>A wallet's dead-man's switch was set.</summary>
/// <param name="Sequence">By which command.</param>
/// <param name="IsSigned">By the wallet itself; else by a gateway that guards it.</param>
/// <param name="IsArmed">False: it was disarmed.</param>
internal readonly record struct TimerSet(WalletAddress Wallet, long Sequence, bool IsSigned, bool IsArmed);

/// <summary>
/// Whose each wallet's dead-man's switch is: the wallet's, which signs, or that of gateways that guard it, which do
/// not. Told of every command of the journal, so that each gateway knows of the others' guards, and what one that was
/// killed has left. Safe for use from several threads.
/// </summary>
internal sealed class TimerOwners(GatewayOptions options)
{
    /// <summary>How long a guard holds that is not renewed; then the engine cancels the wallet's orders.</summary>
    public const long LeaseMs = 30_000;

    /// <summary>How far this gateway's time may be from the engine's.</summary>
    public const long SlackMs = 5_000;

    private const int SweptBeyond = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<WalletAddress, Timer> _timers = [];
    private readonly Dictionary<WalletAddress, int> _held = [];
    private long _sequence;
    private long _engineMs;
    private long _heardAt;
    private long _sweptAtMs;

    /// <summary>Tells of each, as the journal goes on; whoever hears must not hold up who reads it.</summary>
    public event Action<TimerSet>? Told;

    /// <summary>Takes a command that was applied; one that it has had before is passed over.</summary>
    public void Take(in CommandEnvelope envelope, ApplyOutput outcome)
    {
        var timer = envelope.Command as CancelAllAfter;
        lock (_gate)
        {
            if (outcome.Sequence <= _sequence)
                return;
            _sequence = outcome.Sequence;
            (_engineMs, _heardAt) = (outcome.TimestampMs, options.Time.GetTimestamp());
            if (timer is null || outcome is not { Accepted: true, Duplicate: false })
                return;
            Set(timer, envelope, outcome.TimestampMs);
        }

        Told?.Invoke(new TimerSet(
            timer.Wallet, outcome.Sequence, envelope.Signer is not null, timer.TimeoutMs > 0));
    }

    /// <summary>Whether a timer that is armed is gateways'; false also where nothing is known of it.</summary>
    public bool IsGuard(WalletAddress wallet, long dueMs)
    {
        lock (_gate)
            return _timers.TryGetValue(wallet, out Timer? timer) && timer.DueMs == dueMs && !timer.IsSigned;
    }

    /// <summary>Whether a gateway guards a wallet, this one or another.</summary>
    public bool IsGuarded(WalletAddress wallet)
    {
        lock (_gate)
            return _held.ContainsKey(wallet) || EndOf(wallet, Now, guard => guard is not null) is not null;
    }

    /// <summary>
    /// When the first of a wallet's other guards ends unless it is renewed, how long from now; one that may have ended
    /// just now is among them. Null: there is none.
    /// </summary>
    public (long AtMs, long InMs)? EndOfOthers(WalletAddress wallet, uint guard)
    {
        lock (_gate)
        {
            long now = Now;
            return EndOf(wallet, now - SlackMs, other => other != guard) is { } end ? (end, end - now) : null;
        }
    }

    /// <summary>This gateway begins to guard a wallet, or ends; what it tells the engine is heard later.</summary>
    public void Hold(WalletAddress wallet, bool isHeld)
    {
        lock (_gate)
        {
            int count = _held.GetValueOrDefault(wallet) + (isHeld ? 1 : -1);
            if (count > 0)
                _held[wallet] = count;
            else
                _held.Remove(wallet);
        }
    }

    /// <summary>How long it is from now to a time of the engine.</summary>
    public long Until(long atMs)
    {
        lock (_gate)
            return atMs - Now;
    }

    /// <summary>
    /// The engine's time: that of the last command and what has passed since; while an old journal is read, the
    /// clock's.
    /// </summary>
    private long Now => Math.Max(
        _engineMs + (long)options.Time.GetElapsedTime(_heardAt).TotalMilliseconds,
        options.NowMs);

    private void Set(CancelAllAfter command, in CommandEnvelope envelope, long atMs)
    {
        Sweep();
        if (!_timers.TryGetValue(command.Wallet, out Timer? timer))
            _timers.Add(command.Wallet, timer = new Timer());
        (timer.DueMs, timer.IsSigned) = (atMs + command.TimeoutMs, envelope.Signer is not null);
        if (envelope.Signer is not null)
        {
            timer.Guards.Clear();
            return;
        }

        GuardRequest? request = GuardRequest.Of(envelope.RequestId);
        foreach (Guard ended in timer.Guards.Keys.Where(guard => timer.Guards[guard] <= atMs - SlackMs).ToArray())
            timer.Guards.Remove(ended);
        if (command.TimeoutMs > 0 && request is not { IsLeaving: true })
            timer.Guards[new Guard(request?.Guard)] = atMs + (request is null ? command.TimeoutMs : LeaseMs);
        else
            timer.Guards.Remove(new Guard(request?.Guard));
    }

    private long? EndOf(WalletAddress wallet, long afterMs, Func<uint?, bool> counts) =>
        _timers.GetValueOrDefault(wallet)?.Guards
            .Where(guard => guard.Value > afterMs && counts(guard.Key.Id)).Min(guard => (long?)guard.Value);

    /// <summary>A timer that has run out is forgotten, so that memory is bounded by those that are armed.</summary>
    private void Sweep()
    {
        if (_timers.Count < SweptBeyond || _engineMs - _sweptAtMs < LeaseMs)
            return;
        _sweptAtMs = _engineMs;
        foreach ((WalletAddress wallet, Timer timer) in _timers.ToArray())
        {
            if (timer.DueMs < _engineMs && timer.Guards.Values.All(end => end < _engineMs))
                _timers.Remove(wallet);
        }
    }

    /// <summary>A guard of a gateway, or null: another trusted host's.</summary>
    private readonly record struct Guard(uint? Id);

    private sealed class Timer
    {
        public long DueMs { get; set; }

        public bool IsSigned { get; set; }

        /// <summary>When each ends unless it is renewed.</summary>
        public Dictionary<Guard, long> Guards { get; } = [];
    }
}
