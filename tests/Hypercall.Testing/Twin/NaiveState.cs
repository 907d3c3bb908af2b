namespace Hypercall.Testing.Twin;

/// <summary>The whole state of the twin: flat lists, searched from end to end.</summary>
internal sealed class NaiveState
{
    public long Sequence { get; set; }
    public long Now { get; set; }
    public RuleSet Rules { get; set; } = RuleSet.Default;

    public List<NaiveWallet> Wallets { get; private set; } = [];
    public List<NaiveOrder> Orders { get; private set; } = [];
    public List<NaiveInstrument> Instruments { get; } = [];

    /// <summary>Underlyings that the venue has named.</summary>
    public HashSet<string> Underlyings { get; } = [];

    public Dictionary<string, TradingModes> Modes { get; } = [];
    public Dictionary<string, (long Price, long Time)> Indexes { get; } = [];

    /// <summary>Index prices that an average may need, oldest first.</summary>
    public Dictionary<string, List<(long Time, BigInteger Price)>> IndexPoints { get; } = [];

    public List<(string Underlying, VolatilitySmile Smile)> Smiles { get; } = [];

    /// <summary>Wallets to be examined, first in first out.</summary>
    public List<WalletAddress> Dirty { get; } = [];

    /// <summary>No state: prices of the model that were asked for.</summary>
    public NaivePrices Prices { get; } = new();

    public BigInteger Clearing { get; set; }
    public BigInteger Fees { get; set; }
    public BigInteger Insurance { get; set; }
    /// <summary>What settled holdings of withdrawn contracts were worth; it stays in clearing.</summary>
    public BigInteger HoldingsSettled { get; set; }

    public BigInteger Deposits { get; set; }
    public BigInteger Withdrawals { get; set; }

    public long LastOrderId { get; set; }
    public long LastTradeId { get; set; }
    public long LastAuctionId { get; set; }
    public long L2Sequence { get; set; }

    /// <summary>Sum per level as last published.</summary>
    public Dictionary<(string Symbol, Side Side, long Price), long> Published { get; set; } = [];

    public Dictionary<string, NaiveTransfer> Sources { get; } = [];
    public Dictionary<WalletAddress, List<long>> Nonces { get; } = [];
    public List<NaiveRemembered> Remembered { get; } = [];
    public long? LastDroppedTime { get; set; }

    /// <summary>The wallet; one that does not exist yet is made without existing for the outside.</summary>
    public NaiveWallet Wallet(WalletAddress address)
    {
        NaiveWallet? wallet = Wallets.Find(w => w.Address == address);
        if (wallet is null)
        {
            wallet = new NaiveWallet { Address = address };
            Wallets.Add(wallet);
        }

        return wallet;
    }

    public NaiveInstrument? Instrument(string symbol) => Instruments.Find(i => i.Symbol == symbol);

    /// <summary>A copy of what matching can change; the rest is shared and must not be written through it.</summary>
    public NaiveState CopyForMatching()
    {
        var copy = (NaiveState)MemberwiseClone();
        copy.Wallets = Wallets.ConvertAll(w => w.Copy());
        copy.Orders = Orders.ConvertAll(o => o.Copy());
        return copy;
    }
}
