namespace Hypercall.Testing.Twin;

/// <summary>
/// A seeded random stream of commands over few wallets, instruments and prices, so that everything meets everything.
/// It looks at the twin's state to aim (open orders, next numbers, spent nonces) and to heal what would stop all
/// trading; the twin must have applied each envelope before the next is asked for.
/// </summary>
internal sealed partial class CommandStream
{
    private const long FirstTime = 1_750_000_000_000;
    private const int RecentKept = 60;
    private const int TransfersKept = 4;

    private readonly SeededRandom _random;
    private readonly StreamProfile _profile;
    private readonly NaiveState _state;
    private readonly List<CommandEnvelope> _recent = [];
    private readonly List<EngineCommand> _transfers = [];
    private readonly Queue<EngineCommand> _opening;
    private long _now;
    private long _requests;

    public CommandStream(int seed, NaiveState state)
    {
        _random = new SeededRandom((ulong)seed);
        _profile = new StreamProfile(_random);
        _state = state;
        _now = FirstTime + _random.Below(86_400_000);
        _opening = new Queue<EngineCommand>(Opening());
    }

    public static WalletAddress[] Wallets { get; } =
        [.. Enumerable.Range(1, 6).Select(n => WalletAddress.FromNumber((ulong)n))];

    /// <summary>Agents, builders, venue signers: two of them are wallets too.</summary>
    private static WalletAddress[] Others { get; } =
        [.. Enumerable.Range(5, 6).Select(n => WalletAddress.FromNumber((ulong)n))];

    private static WalletAddress Operator { get; } = WalletAddress.FromNumber(900);

    /// <summary>True when margin is on most of the time.</summary>
    public bool HasMargin => _profile.Margin > 0;

    public CommandEnvelope Next()
    {
        PassTime();
        if (_opening.TryDequeue(out EngineCommand? opening))
            return CommandEnvelope.Trusted(_state.Sequence + 1, _now, opening);
        if (_random.PerMille(5))
            return OutOfOrder();
        if (_edgeOrder is PlaceOrder edge)
        {
            _edgeOrder = null;
            return Fresh(edge);
        }

        bool retry = _recent.Count > 0 && _random.PerMille(_profile.Retried);
        CommandEnvelope envelope = retry ? Retry() : Fresh(AnyCommand());
        if (envelope.RequestId is not null)
            _recent.Add(envelope);
        if (_recent.Count > RecentKept)
            _recent.RemoveAt(0);
        return envelope;
    }

    private void PassTime()
    {
        if (_random.PerMille(120) && PassTimeToAnEdge())
            return;
        long kind = _random.Below(1000);
        if (_random.PerMille(_profile.DayJump))
            _now += _random.Between(20_000_000, 350_000_000);
        else if (kind < _profile.LongJump)
            _now += _random.Between(1_800_000, 40_000_000);
        else if (kind < 30)
            _now += _random.Between(3_000, 90_000);
        else if (kind < 200)
            _now += _random.Between(50, 3_000);
        else if (kind < 500)
            _now += _random.Between(1, 20);
    }

    private CommandEnvelope OutOfOrder()
    {
        long wrong = Math.Max(1, _random.Pick(_state.Sequence, _state.Sequence + 2, 1, long.MaxValue));
        CommandEnvelope envelope = Fresh(AnyCommand());
        if (_random.PerMille(500))
            return envelope with { Sequence = wrong };
        return envelope with { TimestampMs = Math.Max(0, _state.Now - _random.Between(1, 1000)) };
    }

    private CommandEnvelope Fresh(EngineCommand command)
    {
        RequestId? requestId = null;
        if (_random.PerMille(_profile.WithRequestId))
            requestId = new RequestId((UInt128)(++_requests));
        long? firstSent = _random.PerMille(200) ? _now - _random.Below(2_000) : null;
        var envelope = new CommandEnvelope(_state.Sequence + 1, _now, requestId, firstSent, null, null, command);
        if (command is ITransfer)
        {
            _transfers.Add(command);
            if (_transfers.Count > TransfersKept)
                _transfers.RemoveAt(0);
        }

        bool isOwn = command is ITransfer { Source: null } && _random.PerMille(950);
        return _random.PerMille(_profile.Signed) || command is NonceAdvance || isOwn ? Sign(envelope) : envelope;
    }

    /// <summary>The same request again, sometimes with another command, another signer or its first time.</summary>
    private CommandEnvelope Retry()
    {
        CommandEnvelope first = _random.PerMille(700) ? _recent[^1] : _random.PickFrom(_recent);
        EngineCommand command = _random.PerMille(800) ? first.Command : AnyCommand();
        var again = new CommandEnvelope(
            _state.Sequence + 1,
            _now,
            first.RequestId,
            _random.PerMille(500) ? first.TimestampMs : null,
            first.Signer,
            first.Nonce,
            command);
        long kind = _random.Below(10);
        if (kind == 0)
            return Sign(again);
        return kind < 3 ? again with { Signer = null, Nonce = null } : again;
    }

    private CommandEnvelope Sign(CommandEnvelope envelope)
    {
        WalletAddress signer = PickSigner(envelope.Command);
        long? nonce = _random.PerMille(60) ? null : PickNonce(signer);
        return envelope with { Signer = _random.PerMille(5) ? null : signer, Nonce = nonce };
    }

    private WalletAddress PickSigner(EngineCommand command)
    {
        if (_random.PerMille(50))
            return _random.PickFrom(Others);
        bool isOfVenue = command.Class == CommandClass.Venue || command is RfqExecute or ITransfer { Source: not null };
        if (isOfVenue && _random.PerMille(950))
            return Operator;
        if (command.ActingWallet is not WalletAddress wallet)
            return _random.PickFrom(Wallets);
        List<NaiveAgent> agents = _state.Wallet(wallet).Agents;
        NaiveAgent? ending = agents.Find(a => a.ExpiresAt == _now);
        if (ending is not null)
            return ending.Address;
        return agents.Count > 0 && _random.PerMille(250) ? _random.PickFrom(agents).Address : wallet;
    }

    private long PickNonce(WalletAddress signer)
    {
        List<long> kept = _state.Nonces.GetValueOrDefault(signer, []);
        long kind = _random.Below(1000);
        if (kind < 15)
            return _random.Pick(_now - 172_800_000, _now - 172_799_999, _now + 86_400_000, _now + 86_399_999, 0);
        if (kind < 60 && kept.Count > 0)
            return _random.PickFrom(kept);
        if (kind < 100 && kept.Count > 0)
            return kept.Min() + _random.Between(-3, 3);
        return kind < 400 ? _now - _random.Below(4_000) : _now + _random.Below(1_000);
    }

    private EngineCommand AnyCommand()
    {
        EngineCommand? healing = _random.PerMille(250) ? Heal() : null;
        if (healing is not null)
            return healing;
        (int Weight, Func<EngineCommand> Make)[] choices = Choices();
        long drawn = _random.Below(choices.Sum(c => c.Weight));
        foreach ((int weight, Func<EngineCommand> make) in choices)
        {
            drawn -= weight;
            if (drawn < 0)
                return make();
        }

        throw new InvalidOperationException("the weights do not add up");
    }

    private (int Weight, Func<EngineCommand> Make)[] Choices() =>
    [
        (600, Place), (40, Cancel), (6, CancelMany), (8, DeadMan), (120, Replace), (_profile.BulkWeight, Bulk),
        (20, Market), (4, Mode), (20, () => new Tick()), (_profile.NearTheMoney ? 80 : 40, Prices),
        (_profile.NearTheMoney ? 40 : 10, Surface), (15, Deposit), (15, Withdraw), (8, RepeatedTransfer),
        (10, Settlement), (30, Quote), (15, WithdrawOption), (10, DepositOption), (10, Perp), (3, HypercoreEquity),
        (6, Insurance), (12, Margin), (12, Bid), (6, Tier), (12, Liquidation), (4, Bonus), (25, Mmp), (10, Reset), (14, Approve),
        (6, Revoke), (8, () => new NonceAdvance()), (12, Rules), (4, Pool), .. MarginChoices(),
    ];

    private WalletAddress AnyWallet() => _random.PickFrom(Wallets);
}
