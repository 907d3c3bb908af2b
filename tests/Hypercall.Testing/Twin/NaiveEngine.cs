namespace Hypercall.Testing.Twin;

/// <summary>
/// The engine's behaviour a second time, from its description only and as plainly as possible: flat lists, scans,
/// sorts, unbounded integers, fill-or-kill by running the match on a copy. Tests feed it and the engine the same
/// commands and compare every outcome, event and state. It promises nothing about speed.
/// </summary>
internal sealed partial class NaiveEngine
{
    private const long TwoDays = 172_800_000;
    private const long ThreeDays = 259_200_000;
    private const long OneDay = 86_400_000;
    private const int NoncesKept = 100;
    private const int ForgottenPerCommand = 64;
    private const int ForgottenPerTick = 1024;

    private readonly NaiveState _state;
    private readonly List<NaiveWallet> _touched = [];
    private readonly List<NaiveWallet> _settled = [];
    private readonly List<NaiveWallet> _inTheRed = [];
    private NaiveOutput _output = new() { Sequence = 0, Time = 0, RequestId = null };

    public NaiveEngine()
        : this(new NaiveState())
    {
    }

    public NaiveEngine(NaiveState state) => _state = state;

    public NaiveState State => _state;

    /// <summary>
    /// The earliest instant at which time alone changes something; what waits for its turn asks for the next command
    /// soon.
    /// </summary>
    public long? NextDeadlineMs
    {
        get
        {
            IEnumerable<long> deadlines =
            [
                .. _state.Orders.Where(o => o.Terms.ExpiresAtMs is not null).Select(o => o.Terms.ExpiresAtMs!.Value),
                .. _state.Wallets.Where(w => w.CancelAllAt is not null).Select(w => w.CancelAllAt!.Value),
                .. _state.Instruments.Where(IsTrading).Select(i => i.Expiry),
                .. LiquidationDeadlines(),
            ];
            return deadlines.Any() ? deadlines.Min() : null;
        }
    }

    public NaiveOutput Apply(in CommandEnvelope envelope)
    {
        _output = new NaiveOutput
        {
            Sequence = _state.Sequence + 1,
            Time = envelope.TimestampMs,
            RequestId = envelope.RequestId,
        };
        _output.Reject = CheckOrder(envelope);
        if (_output.Reject is not null)
            return _output;
        _state.Sequence = envelope.Sequence;
        _state.Now = envelope.TimestampMs;
        _touched.Clear();
        _settled.Clear();
        _inTheRed.Clear();
        AdvanceTime(envelope.Command);
        _output.LastUpdate = null;

        bool remember = Answer(envelope);
        EndCommand(envelope.Command);
        PublishBooks();
        if (remember)
            Remember(envelope);
        return _output;
    }

    private NaiveReject? CheckOrder(in CommandEnvelope envelope)
    {
        if (envelope.Sequence != _state.Sequence + 1)
            return NaiveReject.Of(RejectCode.OutOfOrder, envelope.Sequence, _state.Sequence + 1);
        return envelope.TimestampMs < _state.Now
            ? NaiveReject.Of(RejectCode.OutOfOrder, envelope.TimestampMs, _state.Now)
            : null;
    }

    /// <returns>True when the outcome is one that the cache keeps.</returns>
    private bool Answer(in CommandEnvelope envelope)
    {
        if (AnswerFromMemory(envelope))
            return false;
        _output.Reject = CheckAuthority(envelope) ?? CheckNonce(envelope) ?? CheckTransfer(envelope.Command);
        if (_output.Reject is not null || AnswerFromSource(envelope.Command))
            return true;
        _output.Reject = Execute(envelope.Command);
        KeepTransfer(envelope.Command);
        if (_output.Reject is null && envelope.Command.ActingWallet is WalletAddress wallet)
            _state.Wallet(wallet).Exists = true;
        return true;
    }

    /// <returns>True when nothing is to run.</returns>
    private bool AnswerFromMemory(CommandEnvelope envelope)
    {
        if (envelope.RequestId is null)
            return false;
        WalletAddress? scope = envelope.Signer ?? envelope.Command.ActingWallet;
        NaiveRemembered? known =
            _state.Remembered.Find(r => r.Scope == scope && r.RequestId == envelope.RequestId);
        if (known is not null)
        {
            if (known.CommandText == CommandText.Compared(envelope))
                AnswerDuplicate(known);
            else
                _output.Reject = NaiveReject.Of(RejectCode.RequestIdReused, known.Output.Sequence);
            return true;
        }

        bool isOlderThanAll = envelope.FirstSentMs < _state.Remembered.FirstOrDefault()?.Output.Time;
        bool isAsOldAsDropped = envelope.FirstSentMs <= _state.LastDroppedTime;
        if (_state.LastDroppedTime is null || !(isOlderThanAll || isAsOldAsDropped))
            return false;
        _output.Reject = NaiveReject.Of(
            RejectCode.OutcomeForgotten, envelope.FirstSentMs!.Value, _state.Remembered[0].Output.Time);
        return true;
    }

    private void AnswerDuplicate(NaiveRemembered known)
    {
        NaiveOutput first = known.Output;
        _output.Reject = first.Reject;
        _output.OrderId = first.OrderId;
        _output.Results = first.Results?.ConvertAll(r => r.WithoutDetail());
        _output.First = new NaiveFirst(first.Sequence, first.OrderId, first.LastUpdate);
    }

    private void Remember(CommandEnvelope envelope)
    {
        if (envelope.RequestId is RequestId requestId)
        {
            _state.Remembered.Add(new NaiveRemembered
            {
                RequestId = requestId,
                Scope = envelope.Signer ?? envelope.Command.ActingWallet,
                CommandText = CommandText.Compared(envelope),
                Output = _output,
            });
        }

        while (_state.Remembered.Count > _state.Rules.OutcomeCache || RememberedBytes() > _state.Rules.OutcomeCacheBytes)
        {
            if (_state.Remembered.Count <= _state.Rules.OutcomeCache)
                Reach("outcomes dropped for their bytes");
            _state.LastDroppedTime = _state.Remembered[0].Output.Time;
            _state.Remembered.RemoveAt(0);
        }
    }

    private void Reach(string what) => _output.Reached.Add(what);

    private long RememberedBytes() => _state.Remembered.Sum(r => r.Bytes);
}
