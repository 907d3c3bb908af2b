using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>What a donation is for; the values are part of the canonical encoding.</summary>
public enum DonationPurpose : byte
{
    Insurance = 0,
    VenueFees = 1,
}

/// <summary>The added command: a wallet gives cash to the venue.</summary>
public sealed record CashDonation(
    WalletAddress Wallet, Cash Amount, DonationPurpose Purpose, string? Memo = null, bool Anonymous = false)
    : WalletCommand(Wallet, CommandType.CashDonation, CommandClass.WalletOnly), ICommand<CashDonation>
{
    /// <summary>Most bytes of a memo.</summary>
    public const int MaxMemoBytes = 16;

    private static readonly string[] BeforeAmount = ["purpose"];

    static CashDonation ICommand<CashDonation>.Blank { get; } = new(default, default, default);

    static CashDonation ICommand<CashDonation>.Walk<V>(ref V v, CashDonation c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        v.Ahead(BeforeAmount);
        Cash amount = v.Cash("amount", c.Amount, CommandLimits.MaxCashUnits);
        DonationPurpose purpose = v.Enum("purpose", c.Purpose, DonationPurpose.VenueFees);
        string? memo = v.Has("memo", c.Memo is not null) ? v.Text("memo", c.Memo!, 1, MaxMemoBytes) : null;
        bool anonymous = v.Boolean("anonymous", c.Anonymous, needed: false);
        return V.Makes ? new CashDonation(wallet, amount, purpose, memo, anonymous) : c;
    }
}
