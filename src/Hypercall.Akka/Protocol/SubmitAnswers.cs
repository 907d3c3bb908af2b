namespace Hypercall.Actors.Protocol;

/// <summary>Answers to commands of a sender's <see cref="SubmitMany"/>, in the order of their execution.</summary>
/// <param name="Answers">The answers, each under its command's token.</param>
public sealed record SubmitAnswers(IReadOnlyList<SubmitAnswer> Answers) : IHypercallMessage
{
    /// <summary>Most answers of one message.</summary>
    public const int Most = 4_096;
}
