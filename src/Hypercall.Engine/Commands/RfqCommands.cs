namespace Hypercall.Engine.Commands;

/// <summary>One leg of a request for quote.</summary>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Side">The taker's side.</param>
/// <param name="Size">Contracts.</param>
/// <param name="Price">Price per contract.</param>
public readonly record struct RfqLeg(string Symbol, Side Side, Quantity Size, Price Price);

/// <summary>
/// Executes an accepted quote outside the book: all legs or none, at the quoted prices. It binds both wallets, so the
/// venue sends it, which has checked both signatures.
/// </summary>
/// <param name="Taker">Who accepted the quote.</param>
/// <param name="RfqId">The request, 1 to <see cref="MaxIdBytes"/> bytes of UTF-8; a reference only.</param>
/// <param name="QuoteId">The quote, 1 to <see cref="MaxIdBytes"/> bytes of UTF-8; a reference only.</param>
/// <param name="Legs">1 to <see cref="MaxLegs"/>.</param>
public sealed record RfqExecute(
    WalletAddress Taker, string RfqId, string QuoteId, WalletAddress Maker, ImmutableArray<RfqLeg> Legs)
    : WalletCommand(Taker, CommandType.RfqExecute, CommandClass.Venue), ICommand<RfqExecute>
{
    /// <summary>Most legs.</summary>
    public const int MaxLegs = 20;

    /// <summary>Most bytes of an id.</summary>
    public const int MaxIdBytes = 64;

    private static readonly string[] First = ["rfqId", "quoteId"];

    static RfqExecute ICommand<RfqExecute>.Blank { get; } = new(default, "", "", default, []);

    static RfqExecute ICommand<RfqExecute>.Walk<V>(ref V v, RfqExecute c)
    {
        v.Ahead(First);
        WalletAddress taker = v.Address("taker", c.Taker);
        WalletAddress maker = v.Address("maker", c.Maker);
        string rfqId = v.Text("rfqId", c.RfqId, 0, TextLimits.MaxClientIdBytes);
        string quoteId = v.Text("quoteId", c.QuoteId, 0, TextLimits.MaxClientIdBytes);
        ImmutableArray<RfqLeg> legs = v.Items<RfqLeg, RfqLegShape>("legs", c.Legs, CommandLimits.MaxRfqLegs);
        return V.Makes ? new RfqExecute(taker, rfqId, quoteId, maker, legs) : c;
    }
}
