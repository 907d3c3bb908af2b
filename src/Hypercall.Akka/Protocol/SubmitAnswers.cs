namespace Hypercall.Actors.Protocol;

/// <summary>Answers to commands of a sender's <see cref="SubmitMany"/>, in the order of their execution.</summary>
/// <param name="Answers">The answers, each under its command's token.</param>
public sealed record SubmitAnswers(IReadOnlyList<SubmitAnswer> Answers)
    : IHypercallMessage, IRecordShape<SubmitAnswers>
{
    /// <summary>Most answers of one message.</summary>
    public const int Most = 4_096;

    /// <summary>Token, status, retry after, and no outcome.</summary>
    private const int LeastAnswerBytes = 8 + 1 + 8 + 1;

    static SubmitAnswers IRecordShape<SubmitAnswers>.Blank { get; } = new([]);

    static SubmitAnswers IRecordShape<SubmitAnswers>.Walk<V>(ref V v, in SubmitAnswers m)
    {
        IReadOnlyList<SubmitAnswer> answers = Field.List<V, SubmitAnswer, SubmitAnswer.OneOfMany>(
            ref v, "answer", m.Answers, Most, LeastAnswerBytes);
        return V.Makes ? new SubmitAnswers(answers) : m;
    }
}
