namespace Hypercall.Engine.Tests.Tables;

/// <summary>Replace: in place when only the size shrinks, else a new order with a new priority.</summary>
public sealed class ReplaceTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_smaller_size_keeps_id_and_place_anything_else_does_not(string target) => Scenario.Run(target, """
        | do     | who | terms   | tif   | flags | client | builder | target | id | events                      |
        | rules builders=D |  |   |       |       |        |         |        |    |                             |
        | sell   | A   | 10@100  |       |       | a      |         |        | 1  |                             |
        | sell   | B   | 10@100  |       |       |        |         |        | 2  |                             |
        # In place: size := filled + new open size.
        | resell | A   | 8@100   |       |       |        |         | 1      | 1  |                             |
          > OrderUpdated order=1 client=a size=8 filled=0 status=Open reason=Replaced; BookChanged asks=100:18
        | buy    | C   | 3@100   |       |       |        |         |        | 3  | Filled makerOrder=1         |
        | resell | A   | 4@100   |       |       | a      |         | a      | 1  |                             |
          > OrderUpdated order=1 client=a size=7 filled=3 remaining=4 status=PartiallyFilled reason=Replaced
        # The remaining size itself is not smaller: a new order behind B, without client id.
        | resell | A   | 4@100   |       |       |        |         | a      | 4  |                             |
          > OrderUpdated order=1 filled=3 remaining=4 status=Canceled reason=Replaced;
          > OrderUpdated order=4 client= size=4 status=Open reason=None; !BookChanged
        | buy    | C   | 10@100  |       |       |        |         |        | 5  | Filled makerOrder=2 size=10 |
        # Each other difference alone makes a new order.
        | resell | A   | 3@101   |       |       |        |         | 4      | 6  |                             |
          > OrderUpdated order=4 reason=Replaced; OrderUpdated order=6
        | resell | A   | 2@101   | gtd@9 |       |        |         | 6      | 7  |                             |
          > OrderUpdated order=6 reason=Replaced
        | resell | A   | 1@101   | gtd@8 |       |        |         | 7      | 8  |                             |
          > OrderUpdated order=7 reason=Replaced
        | resell | A   | 0.9@101 | gtd@8 | p     |        |         | 8      | 9  |                             |
          > OrderUpdated order=8 reason=Replaced
        | resell | A   | 0.8@101 | gtd@8 | p     |        | D       | 9      | 10 |                             |
          > OrderUpdated order=9 reason=Replaced
        | resell | A   | 0.7@101 | gtd@8 | p     | b      | D       | 10     | 11 |                             |
          > OrderUpdated order=10 reason=Replaced; OrderUpdated client=b
        | resell | A   | 0.6@101 | gtd@8 | p     | b      | D       | b      | 11 |                             |
          > OrderUpdated order=11 size=0.6 reason=Replaced
        | rebuy  | A   | 0.5@90  | gtd@8 | p     | b      | D       | b      | 12 |                             |
          > OrderUpdated order=11 reason=Replaced; OrderUpdated order=12 side=Buy
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Another_instrument_makes_a_new_order_there(string target) => Scenario.Run(target, """
        | do     | who | symbol | terms | target | events |
        | sell   | A   | C      | 2@100 |        |        |
        | resell | A   | P      | 1@100 | 1      |        |
          > OrderUpdated order=1 reason=Replaced; OrderUpdated order=2 symbol=P; BookChanged symbol=C l2=2 asks=100:0;
          > BookChanged symbol=P l2=3 asks=100:1
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_other_side_makes_a_new_order_at_the_same_price(string target) => Scenario.Run(target, """
        | do    | who | terms | target | id | events |
        | sell  | A   | 2@100 |        | 1  |        |
        | rebuy | A   | 1@100 | 1      | 2  |        |
          > OrderUpdated order=1 reason=Replaced; OrderUpdated order=2 side=Buy size=1
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_rejected_replace_leaves_the_old_order_in_its_place(string target) => Scenario.Run(target, """
        | do     | who | terms    | tif | flags | client | target | code                 | id | events              |
        | sell   | A   | 2@100    |     |       | a      |        |                      | 1  |                     |
        | sell   | B   | 2@100    |     |       |        |        |                      | 2  |                     |
        | buy    | B   | 1@99     |     |       |        |        |                      | 3  |                     |
        | resell | A   | 2@99     |     | p     |        | a      | PostOnlyWouldCross   |    | !OrderUpdated       |
        | resell | A   | 2@99     | fok |       |        | a      | FillOrKillUnfillable |    |                     |
        | resell | A   | 1@99.001 |     |       |        | a      | PriceOffTick         |    |                     |
        | buy    | C   | 1@100    |     |       |        |        |                      | 4  | Filled makerOrder=1 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Checks_run_as_if_the_old_order_were_gone(string target) => Scenario.Run(target, """
        | do       | who | terms | tif | flags | client | target | code              | id | events              |
        | tier 1,9 | A   |       |     |       |        |        |                   |    |                     |
        | sell     | A   | 2@100 |     |       | a      |        |                   | 1  |                     |
        # It does not count as open, does not hold its client id and is no opposite price.
        | buy      | A   | 1@100 |     |       |        |        | TooManyOpenOrders |    |                     |
        | resell   | A   | 3@100 |     |       | a      | a      |                   | 2  |                     |
        | rebuy    | A   | 3@100 |     | p     | a      | a      |                   | 3  |                     |
          > OrderUpdated order=2 reason=Replaced; OrderUpdated order=3 side=Buy status=Open
        # The remaining size is the new size whatever was filled before.
        | sell     | B   | 1@100 |     |       |        |        |                   | 4  | Filled makerOrder=3 |
        | rebuy    | A   | 3@101 |     |       |        | 3      |                   | 5  |                     |
          > OrderUpdated order=3 filled=1 remaining=2 reason=Replaced; OrderUpdated order=5 size=3 filled=0
        # Immediate modes: filled or cancelled as a new order would be.
        | sell     | B   | 1@102 |     |       |        |        |                   | 6  |                     |
        | rebuy    | A   | 2@102 | ioc |       |        | 5      |                   | 7  |                     |
          > OrderUpdated order=5 reason=Replaced; Filled size=1; OrderUpdated order=7 filled=1 reason=Ioc
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_total_size_includes_what_is_filled(string target) => Scenario.Run(target, """
        | at | do              | who | symbol | terms   | flags | target | code        | id | events |
        | 0  | rules min=1     |     |        |         |       |        |             |    |        |
        | 0  | sell            | A   | C      | 10@10   |       |        |             | 1  |        |
        | 0  | buy             | B   | C      | 4@10    |       |        |             |    | Filled size=4 |
        # Filled 4. A total of 8 leaves 4, in place.
        | 0  | resell          | A   | C      | 8@10    | t     | 1      |             | 1  |        |
          > OrderUpdated order=1 size=8 filled=4 remaining=4 status=PartiallyFilled reason=Replaced
        # The same total is no smaller: a new order of its open part.
        | 0  | resell          | A   | C      | 8@10    | t     | 1      |             | 3  |        |
          > OrderUpdated order=1 status=Canceled reason=Replaced; OrderUpdated order=3 size=4 filled=0 status=Open
        | 0  | buy             | B   | C      | 1@10    |       |        |             |    | Filled size=1 |
        # 1.5 in all would leave 0.5 open, below the least size.
        | 0  | resell          | A   | C      | 1.5@10  | t     | 3      | SizeTooSmall |   |        |
        | 0  | resell          | A   | C      | 1.001@10 | t    | 3      | SizeOffStep |    |        |
        | 0  | resell          | A   | C      | 6@11    | t     | 3      |             | 5  | OrderUpdated order=5 size=5 filled=0 |
        | 0  | buy             | B   | C      | 2@11    |       |        |             |    | Filled size=2 |
        # Nothing left open: canceled, no new id, whatever else the order says.
        | 0  | resell          | A   | C      | 2@0     | t     | 5      |             |    |        |
          > OrderUpdated order=5 filled=2 remaining=3 status=Canceled reason=Replaced; BookChanged symbol=C asks=11:0
        | 0  | sell            | A   | C      | 3@12    |       |        |             | 7  |        |
        | 0  | resell          | A   | C      | -1@12   | t     | 7      |             |    | OrderUpdated order=7 status=Canceled reason=Replaced |
        | 0  | resell          | A   | C      | -1@12   | t     | 7      | UnknownOrder |   |        |
        """);
}
