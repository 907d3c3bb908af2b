using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Settlement;

/// <summary>A position that the running command settles.</summary>
/// <param name="Rank">Place of its instrument in the order of settlement.</param>
/// <param name="Place">Place of its wallet among the holders, which stand in the order of addresses.</param>
/// <param name="Wallet">Whose position it is.</param>
internal readonly record struct SettlingPosition(int Rank, int Place, WalletAccount Wallet)
    : IComparable<SettlingPosition>
{
    /// <summary>Instrument by instrument, within one by the address of the wallet.</summary>
    public int CompareTo(SettlingPosition other)
    {
        int ranks = Rank.CompareTo(other.Rank);
        return ranks != 0 ? ranks : Place.CompareTo(other.Place);
    }
}
