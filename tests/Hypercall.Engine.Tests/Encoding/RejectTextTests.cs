using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>What people are told of a rejection.</summary>
public sealed class RejectTextTests
{
    public static TheoryData<RejectCode> Codes => [.. Enum.GetValues<RejectCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_sentence(RejectCode code)
    {
        string? text = RejectText.Describe(new Rejection(code, new RejectArguments(1, 2, "x")));
        if (code == RejectCode.None)
            Assert.Null(text);
        else
            Assert.Contains(" ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RejectCode.MmpFrozen, 0, 0, null, "market-maker protection is frozen until it is reset")]
    [InlineData(RejectCode.MmpFrozen, 7, 0, null, "market-maker protection is frozen until 7")]
    [InlineData(RejectCode.InvalidPrice, 0, 0, null, "price 0 is not above zero")]
    [InlineData(RejectCode.InvalidPrice, 3_00000000, 2_00000000, null, "price 3 moves too far from 2")]
    [InlineData(RejectCode.InvalidSize, -1_000_000, 0, null, "size -1 is not above zero")]
    [InlineData(RejectCode.InsufficientMargin, 0, 0, null, "requirement 0, equity 0 after it")]
    [InlineData(RejectCode.InsufficientMargin, 0, 0, "{}", "requirement 0, equity 0 after it, worst scenarios {}")]
    public void A_sentence_says_what_the_arguments_mean(
        RejectCode code, long first, long second, string? name, string expected) =>
        Assert.Equal(expected, RejectText.Describe(new Rejection(code, new RejectArguments(first, second, name))));
}
