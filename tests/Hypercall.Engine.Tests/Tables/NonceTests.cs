namespace Hypercall.Engine.Tests.Tables;

/// <summary>Nonces at their bounds. Column nonce is relative to the start of the table, as all times are.</summary>
public sealed class NonceTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Bounds_are_two_days_back_and_one_ahead_both_exclusive(string target) => Scenario.Run(target, """
        | at | do    | by | nonce      | code             | first         | second        |
        | 0  | nonce | A  | -172800000 | NonceOutOfBounds | 1767052800000 | 1767225600000 |
        | 0  | nonce | A  | -172799999 |                  |               |               |
        | 0  | nonce | A  | 86400000   | NonceOutOfBounds |               |               |
        | 0  | nonce | A  | 86399999   |                  |               |               |
        | 0  | nonce | A  | 86399999   | NonceReused      | 1767311999999 |               |
        # What was out of bounds was not spent.
        | 1  | nonce | A  | 86400000   |                  |               |               |
        | 1  | nonce | A  |            | NotAuthorized    |               |               |
        | 1  | nonce |    | 5          | NotAuthorized    |               |               |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_floor_holds_once_a_hundred_are_kept(string target)
    {
        // Nonces 10, 20 … 990: 99 of them, then the table fills the hundredth place below all.
        string spent = string.Join('\n', Enumerable.Range(1, 99).Select(n => $"| 0 | nonce | A | {10 * n} | | | |"));
        Scenario.Run(target, "| at | do | by | nonce | code | first | second |\n" + spent + "\n" + """
            | 0 | nonce | A | 5 |             |               |               |
            | 0 | nonce | A | 4 | NonceTooLow | 1767225600004 | 1767225600005 |
            | 0 | nonce | A | 5 | NonceReused |               |               |
            # 7 is above the floor: it goes in, 5 goes out and is now below the new floor 7.
            | 0 | nonce | A | 7 |             |               |               |
            | 0 | nonce | A | 5 | NonceTooLow | 1767225600005 | 1767225600007 |
            | 0 | nonce | A | 6 | NonceTooLow |               |               |
            | 0 | nonce | A | 8 |             |               |               |
            # Each signer has a set of its own.
            | 0 | nonce | B | 4 |             |               |               |
            """);
    }

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_nonce_is_spent_whatever_follows_but_not_without_authority(string target) => Scenario.Run(target, """
        | do     | who | by | nonce | target | code          |
        | cancel | A   | A  | 1     | 7      | UnknownOrder  |
        | cancel | A   | A  | 1     | 7      | NonceReused   |
        | cancel | A   | B  | 1     | 7      | NotAuthorized |
        | cancel | B   | B  | 1     | 7      | UnknownOrder  |
        # A signer without a nonce is checked for authority only; a nonce without a signer is ignored.
        | cancel | A   | A  |       | 7      | UnknownOrder  |
        | cancel | A   |    | 1     | 7      | UnknownOrder  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void An_advance_to_another_nonce_is_another_request(string target) => Scenario.Run(target, """
        | do    | by | nonce | request | code            | events          |
        | nonce | A  | 1     | 7       |                 |                 |
        | nonce | A  | 1     | 7       |                 | duplicate seq=5 |
        | nonce | A  | 2     | 7       | RequestIdReused |                 |
        # It was not spent.
        | nonce | A  | 2     | 8       |                 |                 |
        | nonce | B  | 1     | 7       |                 |                 |
        """);
}
