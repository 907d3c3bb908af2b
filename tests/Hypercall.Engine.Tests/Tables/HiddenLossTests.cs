namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// A reducing order may rest at an absurd limit, for filled it is a gain; what it would lose under one scenario must not
/// hide what another order or a quote loses under another (risk.md §A4, and beyond its letter). A has 50, portfolio
/// mode, long 100 calls of 120 and short 100 of 121 at an index of 110, marks of intrinsic value.
/// </summary>
public sealed class HiddenLossTests
{
    private const string Spread = """
        | at | do                       | who | symbol             | terms    | number | code               | first              | second           |
        | 0  | create                   |     | BTC-20260110-120-C |          |        |                    |                    |                  |
        | 0  | create                   |     | BTC-20260110-121-C |          |        |                    |                    |                  |
        | 0  | deposit 50               | A   |                    |          | bank 1 |                    |                    |                  |
        | 0  | deposit 100000           | B   |                    |          | bank 2 |                    |                    |                  |
        | 0  | margin Portfolio         | A   |                    |          |        |                    |                    |                  |
        | 0  | sell                     | B   | BTC-20260110-120-C | 100@1    |        |                    |                    |                  |
        | 0  | buy                      | A   | BTC-20260110-120-C | 100@1    |        |                    |                    |                  |
        | 0  | buy                      | B   | BTC-20260110-121-C | 100@1    |        |                    |                    |                  |
        | 0  | sell                     | A   | BTC-20260110-121-C | 100@1    |        |                    |                    |                  |
        | 0  | index 110                |     |                    |          |        |                    |                    |                  |
        | 0  | iv 20260110 110:0.00001  |     |                    |          |        |                    |                    |                  |
        | 0  | rules margin=on          |     |                    |          |        |                    |                    |                  |
        # Filled at 1,000 it brings 99,900 and leaves a short that needs 0.35 × 100 × 33 = 1,155 at T4 (154). Resting it
        # loses 0.35 × 100 × 34 = 1,190 there, of which the spread makes 35 good: an excess of 50 − 1,155.
        | 0  | sell                     | A   | BTC-20260110-120-C | 100@1000 |        |                    |                    |                  |

        """;

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void An_order_is_held_against_the_excess_of_positions_alone(string target) => Scenario.Run(target, Spread + """
        # 50 puts lose 0.35 × 50 × 34 = 595 at T3 (66); T4 with its 1,155 stays the worst, and the excess what it was.
        | 0  | sell                     | A   | P                  | 50@0.01  |        | InsufficientMargin | 115500000000000000 | 5000000000000000 |
        # Nor a little of it, as long as the order rests.
        | 0  | sell                     | A   | P                  | 0.01@0.01 |       | InsufficientMargin | 115500000000000000 | 5000000000000000 |
        | 0  | cancelAll                | A   |                    |          |        |                    |                    |                  |
        # 0.35 × 34 = 11.9 a put: 4.2 of them are 49.98.
        | 0  | sell                     | A   | P                  | 4.21@0.01 |       | InsufficientMargin | 5009900000000000   | 5000000000000000 |
        | 0  | sell                     | A   | P                  | 4.2@0.01 |        |                    |                    |                  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_quote_is_held_against_the_excess_of_positions_alone_too(string target) => Scenario.Run(target, Spread + """
        # The premium of 0.5 comes in: with the order resting the excess even grows.
        | 0  | rfq B sell P 50@0.01     | A   |                    |          |        | InsufficientMargin | 115500000000000000 | 5050000000000000 |
        # Whoever takes it.
        | 0  | rfq A buy P 50@0.01      | B   |                    |          |        | InsufficientMargin | 115500000000000000 | 5050000000000000 |
        # Nor a little of it, as long as the order rests.
        | 0  | rfq B sell P 0.01@0.01   | A   |                    |          |        | InsufficientMargin | 115500000000000000 | 5000010000000000 |
        | 0  | cancelAll                | A   |                    |          |        |                    |                    |                  |
        # 4.21 need 50.099 and bring 0.0421; 4.2 need 49.98.
        | 0  | rfq B sell P 4.21@0.01   | A   |                    |          |        | InsufficientMargin | 5009900000000000   | 5004210000000000 |
        | 0  | rfq B sell P 4.2@0.01    | A   |                    |          |        |                    |                    |                  |
        """);

    /// <summary>
    /// A reduce-only order is judged at what reduces, and may be much larger: filled after a quote has made the position
    /// as large, it would have taken 100 × 50 from A, who has 300, for whoever sells to it.
    /// </summary>
    [Theory]
    [InlineData("engine", "Standard")]
    [InlineData("twin", "Standard")]
    [InlineData("engine", "Portfolio")]
    [InlineData("twin", "Portfolio")]
    public void A_quote_does_not_make_room_for_a_reduce_only_order_that_nobody_can_pay(string target, string mode) =>
        Scenario.Run(target, $$"""
        | at | do                       | who | symbol             | terms    | flags | number | code               |
        | 0  | create                   |     | BTC-20260110-120-C |          |       |        |                    |
        | 0  | deposit 300              | A   |                    |          |       | bank 1 |                    |
        | 0  | deposit 100000           | B   |                    |          |       | bank 2 |                    |
        | 0  | margin {{mode}}          | A   |                    |          |       |        |                    |
        | 0  | buy                      | B   | BTC-20260110-120-C | 0.01@1   |       |        |                    |
        | 0  | sell                     | A   | BTC-20260110-120-C | 0.01@1   |       |        |                    |
        | 0  | index 110                |     |                    |          |       |        |                    |
        | 0  | iv 20260110 110:0.00001  |     |                    |          |       |        |                    |
        | 0  | rules margin=on          |     |                    |          |       |        |                    |
        | 0  | buy                      | A   | BTC-20260110-120-C | 100@50   | r     |        |                    |
        | 0  | rfq B sell BTC-20260110-120-C 10@14 | A | | | | | InsufficientMargin |
        | 0  | rfq A buy BTC-20260110-120-C 10@14 | B | | | | | InsufficientMargin |
        # It is not the quote: without the order it is taken.
        | 0  | cancelAll                | A   |                    |          |       |        |                    |
        | 0  | rfq B sell BTC-20260110-120-C 10@14 | A | | | | | |
        """);

    /// <summary>
    /// Behind an order that takes the excess far below zero under a fall any number of reducing orders could rest that lose
    /// under a rise, each judged as the only one that fills: together they would leave the short calls bare.
    /// </summary>
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Reducing_orders_do_not_hide_one_another_either(string target) => Scenario.Run(target, """
        | do                       | who | symbol             | terms     | flags | number | code               |
        | create                   |     | BTC-20260110-120-C |           |       |        |                    |
        | create                   |     | BTC-20260110-121-C |           |       |        |                    |
        | deposit 50               | A   |                    |           |       | bank 1 |                    |
        | deposit 100000           | B   |                    |           |       | bank 2 |                    |
        | margin Portfolio         | A   |                    |           |       |        |                    |
        | sell                     | B   | BTC-20260110-120-C | 100@1     |       |        |                    |
        | buy                      | A   | BTC-20260110-120-C | 100@1     |       |        |                    |
        | buy                      | B   | BTC-20260110-121-C | 100@1     |       |        |                    |
        | sell                     | A   | BTC-20260110-121-C | 100@1     |       |        |                    |
        | sell                     | B   | P                  | 0.01@0.01 |       |        |                    |
        | buy                      | A   | P                  | 0.01@0.01 |       |        |                    |
        | index 110                |     |                    |           |       |        |                    |
        | iv 20260110 110:0.00001  |     |                    |           |       |        |                    |
        | rules margin=on          |     |                    |           |       |        |                    |
        # Reduce-only, it is judged at the 0.01 held, and rests with 50 puts that lose 595 under a fall.
        | sell                     | A   | P                  | 50@0.01   | r     |        |                    |
        # 4 of the long calls away: 4 short ones are bare under a rise, 0.35 × 33 each, 46.2 in all.
        | sell                     | A   | BTC-20260110-120-C | 4@0.01    |       |        | InsufficientMargin |
        | cancelAll                | A   |                    |           |       |        |                    |
        | sell                     | A   | BTC-20260110-120-C | 4@0.01    |       |        |                    |
        | sell                     | A   | BTC-20260110-120-C | 4@0.01    |       |        | InsufficientMargin |
        """);

    /// <summary>
    /// A bid for an option that nobody has marked yet, or a perpetual without an index price, frees nobody from excess
    /// and worth: A is short 10 calls worth 10 each and has 200, 35 more than he needs; he would hand B 100 for two.
    /// </summary>
    [Theory]
    [InlineData("engine", "Standard")]
    [InlineData("twin", "Standard")]
    [InlineData("engine", "Portfolio")]
    [InlineData("twin", "Portfolio")]
    public void What_was_never_marked_hides_no_loss(string target, string mode) => Scenario.Run(target, $$"""
        | at | do                       | who | symbol             | terms    | number | code               |
        | 0  | deposit 200              | A   |                    |          | bank 1 |                    |
        | 0  | deposit 100000           | B   |                    |          | bank 2 |                    |
        | 0  | margin {{mode}}          | A   |                    |          |        |                    |
        | 0  | buy                      | B   | C                  | 10@10    |        |                    |
        | 0  | sell                     | A   | C                  | 10@10    |        |                    |
        | 0  | index 110                |     |                    |          |        |                    |
        | 0  | iv 20260110 110:0.00001  |     |                    |          |        |                    |
        | 0  | perp 1@1                 | A   | SOL-PERP           |          |        |                    |
        | 0  | buy                      | A   | E                  | 0.01@0.01 |       |                    |
        | 0  | rules margin=on          |     |                    |          |        |                    |
        | 0  | sell                     | B   | C                  | 2@60     |        |                    |
        | 0  | buy                      | A   | C                  | 2@60     |        | InsufficientMargin |
        # At the mark he may.
        | 0  | sell                     | B   | C                  | 1@10     |        |                    |
        | 0  | buy                      | A   | C                  | 1@10     |        |                    |
        """);
}
