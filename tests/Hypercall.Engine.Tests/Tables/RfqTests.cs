namespace Hypercall.Engine.Tests.Tables;

/// <summary>Requests for quote: all legs or none (engine.md §5). <c>rfq B …</c> by A: A takes what B quoted.</summary>
public sealed class RfqTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Every_leg_trades_at_its_price_with_the_fees_of_the_roles(string target) => Scenario.Run(target, """
        | do                           | who | number | cash   | symbol | size | entry | cost | events |
        | rules taker=500 maker=200    |     |        |        |        |      |       |      |        |
        | index 100                    |     |        |        |        |      |       |      |        |
        | margin Portfolio             | B   |        |        |        |      |       |      |        |
        # C: taker min(0.0005 × 100 × 2, 0.125 × 5 × 2) = 0.1, maker 0.04; P: 0.05 and 0.02.
        # A pays 10 and gets 3; in portfolio mode nothing moves for B, clearing takes 10 and pays 3.
        | rfq B buy C 2@5, sell P 1@3  | A   |        |        |        |      |       |      |        |
          > Filled trade=1 symbol=C price=5 size=2 takerSide=Buy takerOrder=0 makerOrder=0 taker=A maker=B takerFee=0.1 makerFee=0.04 takerPnl=0 makerPnl=0 source=Rfq;
          > BalanceChanged account=A delta=-10 balance=-10 reason=Rfq;
          > BalanceChanged account=Clearing delta=10 balance=10 reason=Rfq;
          > BalanceChanged account=A delta=-0.1 balance=-10.1 reason=Fee; BalanceChanged account=Fees delta=0.1 reason=Fee;
          > BalanceChanged account=B delta=-0.04 reason=Fee; BalanceChanged account=Fees delta=0.04 reason=Fee;
          > PositionChanged wallet=A symbol=C size=2 entry=5; PositionChanged wallet=B symbol=C size=-2 entry=5;
          > Filled trade=2 symbol=P price=3 size=1 takerSide=Sell source=Rfq;
          > BalanceChanged account=A delta=3 reason=Rfq; BalanceChanged account=Clearing delta=-3 balance=7 reason=Rfq;
          > PositionChanged wallet=A symbol=P size=-1; PositionChanged wallet=B symbol=P size=1 entry=3;
          > !OrderUpdated; !BookChanged
        | holds                        | A   |        | -7.15  | C      | 2    | 5     | 10   |        |
        | holds                        | B   |        | -0.06  | P      | 1    | 3     | 3    |        |
        # Two legs in one symbol: 1 closes at 7 with (7 − 5) × 1 for A, then 1 more at 8.
        | rules taker=0 maker=0        |     |        |        |        |      |       |      |        |
        | rfq B sell C 1@7, sell C 1@8 | A   |        |        |        |      |       |      |        |
          > Filled trade=3 price=7 takerPnl=2 makerPnl=-2; BalanceChanged account=A delta=7; BalanceChanged account=B delta=-2;
          > BalanceChanged account=Clearing delta=-5; Filled trade=4 price=8 takerPnl=3 makerPnl=-3;
          > PositionChanged wallet=A symbol=C size=0; PositionChanged wallet=B symbol=C size=0
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Checks_run_in_the_order_of_the_specification(string target) => Scenario.Run(target, """
        | do                                          | who | symbol | terms       | number | client | code                      | first | second |
        | rules taker=500 maker=200                   |     |        |             |        |        |                           |       |        |
        | rules min=0.1                               |     |        |             |        |        |                           |       |        |
        | rules max=900000000                         |     |        |             |        |        |                           |       |        |
        | create                                      |     | X      |             |        |        |                           |       |        |
        | expire                                      |     | X      |             |        |        |                           |       |        |
        | create                                      |     | Y      |             |        |        |                           |       |        |
        | halt                                        |     | Y      |             |        |        |                           |       |        |
        | index 100                                   |     |        |             |        |        |                           |       |        |
        | buy                                         | B   | C      | 600000000@1 |        |        |                           |       |        |
        | state InLiquidation                         | A   |        |             |        |        |                           |       |        |
        | tier 9,0                                    | A   |        |             |        |        |                           |       |        |
        | tier 9,1                                    | B   |        |             |        |        |                           |       |        |
        | trading Orderbook                           |     |        |             |        |        |                           |       |        |
        | rfq A                                       | A   |        |             |        |        | InvalidRfq                | 0     | 20     |
        | rfq A sell perp 0@0                         | A   |        |             |        | none   | InvalidRfq                | 1     | 20     |
        | rfq A sell perp 0@0                         | A   |        |             |        | x*65   | InvalidRfq                | 1     | 20     |
        | rfq A sell perp 0@0                         | A   |        |             |        | x*64   | RfqSelfTrade              |       |        |
        | rfq B sell perp 0@0                         | A   |        |             |        |        | InvalidSymbol             |       |        |
        | rfq B sell Z 0@0                            | A   |        |             |        |        | InvalidPrice              | 0     |        |
        | rfq B sell Z 0@1000000000.01                | A   |        |             |        |        | Overflow                  |       |        |
        | rfq B sell Z 0@123456.789                   | A   |        |             |        |        | PriceOffTick              |       |        |
        | rfq B sell Z 0@123456.78                    | A   |        |             |        |        | TooManySignificantFigures |       |        |
        | rfq B sell Z 0@12345                        | A   |        |             |        |        | InvalidSize               |       |        |
        | rfq B sell Z 0.001@12345                    | A   |        |             |        |        | SizeOffStep               |       |        |
        | rfq B sell Z 0.01@12345                     | A   |        |             |        |        | SizeTooSmall              |       |        |
        | rfq B sell Z 900000000.01@12345             | A   |        |             |        |        | SizeTooLarge              |       |        |
        # The maker's 600,000,000 on offer in C; then 2 × 600,000,000 of the taker's own in Z.
        | rfq B sell C 400000000.01@5                 | A   |        |             |        |        | Overflow                  |       |        |
        | rfq B sell Z 600000000@5, buy Z 600000000@5 | A   |        |             |        |        | Overflow                  |       |        |
        # Shapes of all legs come before the instruments.
        | rfq B sell Z 1@5, sell perp 1@5             | A   |        |             |        |        | InvalidSymbol             |       |        |
        | rfq B sell Z 1@5, sell X 1@5                | A   |        |             |        |        | UnknownInstrument         |       |        |
        | rfq B sell X 1@5, sell Y 1@5                | A   |        |             |        |        | InstrumentExpired         |       |        |
        | rfq B sell Y 1@5, sell X 1@5                | A   |        |             |        |        | InstrumentHalted          |       |        |
        # Instruments of all legs come before the trading mode of any.
        | rfq B sell C 1@5, sell X 1@5                | A   |        |             |        |        | InstrumentExpired         |       |        |
        | rfq B sell C 1@5, sell P 1@5                | A   |        |             |        |        | TradingModeDisabled       |       |        |
        | trading Rfq                                 |     |        |             |        |        |                           |       |        |
        | rfq B sell C 1@5, sell P 1@5                | A   |        |             |        |        | LiquidationRestricted     |       |        |
        | state Healthy                               | A   |        |             |        |        |                           |       |        |
        | state Liquidated                            | B   |        |             |        |        |                           |       |        |
        | rfq B sell C 1@5, sell P 1@5                | A   |        |             |        |        | LiquidationRestricted     |       |        |
        | state Healthy                               | B   |        |             |        |        |                           |       |        |
        | rfq B sell C 1@5, sell C 1@5, sell P 1@5    | A   |        |             |        |        | TooManyPositions          | 0     | 0      |
        | tier 9,2                                    | A   |        |             |        |        |                           |       |        |
        | rfq B sell C 1@5, sell C 1@5, sell P 1@5    | A   |        |             |        |        | TooManyPositions          | 1     | 1      |
        | tier 9,2                                    | B   |        |             |        |        |                           |       |        |
        | rules margin=on                             |     |        |             |        |        |                           |       |        |
        # Without a surface there is no mark for what A would be short.
        | rfq B sell C 1@5, sell P 1@5                | A   |        |             |        |        | MissingMark               |       |        |
        | iv 20260110 100:0.2                         |     |        |             |        |        |                           |       |        |
        # A band around marks of some 1.3: ± 50.
        | rfq B buy C 1@52                            | A   |        |             |        |        | PriceOutOfBand            | 5200000000 |   |
        # A would pay 5 and min(0.0005 × 100, 0.125 × 5) = 0.05; it has nothing and needs nothing.
        | rfq B buy C 1@5                             | A   |        |             |        |        | InsufficientMargin        | 0     | -505000000000000 |
        | deposit 100                                 | A   |        |             | bank 1 |        |                           |       |        |
        # B would be short with 5 less the maker's 0.0002 × 100 = 0.02.
        | rfq B buy C 1@5                             | A   |        |             |        |        | InsufficientMargin        |       | 498000000000000 |
        | deposit 100                                 | B   |        |             | bank 2 |        |                           |       |        |
        | rules maker=0                               |     |        |             |        |        |                           |       |        |
        | rfq B buy C 1@5                             | A   |        |             |        |        |                           |       |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fee_without_index_price_comes_last_and_nothing_has_happened(string target) => Scenario.Run(target, """
        | at    | do                          | who | of  | number | code              | cash | symbol | size | events |
        | 0     | rules taker=500             |     |     |        |                   |      |        |      |        |
        | 0     | index 100                   |     |     |        |                   |      |        |      |        |
        | 0     | deposit 50                  | A   |     | bank 1 |                   |      |        |      |        |
        | 0     | rfq B buy C 1@5, buy E 1@5  | A   |     |        | MissingIndexPrice |      |        |      | !Filled; !BalanceChanged; !PositionChanged |
        | 0     | holds                       | A   |     |        |                   | 50   | C      | 0    |        |
        | 0     | index 100                   |     | ETH |        |                   |      |        |      |        |
        | 0     | rfq B buy C 1@5, buy E 1@5  | A   |     |        |                   |      |        |      | Filled symbol=C; Filled symbol=E |
        # Older than 60,000 ms: absent.
        | 60001 | rfq B buy C 1@5             | A   |     |        | MissingIndexPrice |      |        |      | !Filled |
        # What reduces the risk of both needs none, what reduces one party's does.
        | 60001 | rfq D sell C 1@5            | A   |     |        | MissingIndexPrice |      |        |      | !Filled |
        | 60001 | rfq A sell C 1@5            | D   |     |        | MissingIndexPrice |      |        |      | !Filled |
        | 60001 | rfq B sell C 1@5            | A   |     |        |                   |      |        |      | Filled symbol=C |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void In_preliquidation_every_leg_must_reduce_on_the_wallets_side(string target) => Scenario.Run(target, """
        | do                             | who | symbol | terms  | code                  | events |
        | rfq B buy C 2@5                | A   |        |        |                       |        |
        | sell                           | A   | C      | 0.5@9  |                       |        |
        | state PreLiquidation           | A   |        |        |                       |        |
        # Long 2, 0.5 of it on offer: 1.5 may go.
        | rfq D sell C 1@5, sell C 0.6@5 | A   |        |        | LiquidationRestricted |        |
        | rfq D sell C 1@5, buy C 0.1@5  | A   |        |        | LiquidationRestricted |        |
        | rfq D sell C 1@5, sell P 0.1@5 | A   |        |        | LiquidationRestricted |        |
        | rfq D sell C 1@5, sell C 0.5@5 | A   |        |        |                       | PositionChanged wallet=A size=1; PositionChanged wallet=A size=0.5 |
        # The maker reduces with the other side: B is short 2.
        | state PreLiquidation           | B   |        |        |                       |        |
        | rfq B buy C 0.1@5              | D   |        |        | LiquidationRestricted |        |
        | rfq B sell C 2.1@5             | D   |        |        | LiquidationRestricted |        |
        | rfq B sell C 2@5               | D   |        |        |                       | PositionChanged wallet=B size=0 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Protection_and_open_orders_take_no_part(string target) => Scenario.Run(target, """
        | do               | who | symbol | terms | flags | code         | events |
        | mmp 0/1000/0     | A   |        |       |       |              |        |
        | mmp 0/1000/0     | B   |        |       |       |              |        |
        | sell             | B   | C      | 1@5   | m     |              |        |
        | rfq B buy C 1@6  | A   |        |       |       |              | Filled price=6; !MmpTriggered; !OrderUpdated; !BookChanged |
        # New wallets may be both.
        | rfq G buy C 1@6  | F   |        |       |       |              | PositionChanged wallet=F size=1; PositionChanged wallet=G size=-1 |
        """);
}
