namespace Hypercall.Actors.Engine;

/// <summary>
/// Answers held back while a record is applied: told one by one, each would wake its client's dispatcher, and that
/// costs both sides more than the answer. Those to one sender of many leave as one message, as far as a frame holds
/// them; all are told before whatever is told next.
/// </summary>
/// <param name="mostBytes">Most bytes of outcomes in one message.</param>
internal sealed class HeldAnswers(int mostBytes)
{
    private const int MostSingle = 64;

    private readonly List<(IActorRef Sender, SubmitAnswer Answer)> _single = new(MostSingle);
    private readonly Dictionary<IActorRef, Held> _many = [];

    /// <summary>Holds an answer back.</summary>
    /// <param name="self">Who answers.</param>
    public void Add(in PendingAnswers.Target target, SubmitAnswer answer, IActorRef self)
    {
        if (target.Kind == RequestKind.OneOfMany)
            AddToMany(target.Sender, answer, self);
        else
            _single.Add((target.Sender, answer));
        if (_single.Count == MostSingle)
            TellSingle(self);
    }

    /// <summary>Tells all that is held.</summary>
    public void Tell(IActorRef self)
    {
        TellSingle(self);
        foreach ((IActorRef sender, Held held) in _many)
            held.Tell(sender, self);
        _many.Clear();
    }

    private void TellSingle(IActorRef self)
    {
        foreach ((IActorRef sender, SubmitAnswer answer) in _single)
            sender.Tell(answer, self);
        _single.Clear();
    }

    private void AddToMany(IActorRef sender, SubmitAnswer answer, IActorRef self)
    {
        if (!_many.TryGetValue(sender, out Held? held))
            _many.Add(sender, held = new Held());
        if (held.Answers.Count == SubmitAnswers.Most || held.Bytes + answer.Outcome.Length > mostBytes)
            held.Tell(sender, self);
        held.Answers.Add(answer);
        held.Bytes += answer.Outcome.Length;
    }

    private sealed class Held
    {
        public List<SubmitAnswer> Answers { get; private set; } = [];

        public int Bytes { get; set; }

        public void Tell(IActorRef sender, IActorRef self)
        {
            if (Answers.Count == 0)
                return;
            sender.Tell(Answers.Count == 1 ? Answers[0] : new SubmitAnswers(Answers), self);
            (Answers, Bytes) = ([], 0);
        }
    }
}
