using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>What portfolio margin keeps of each wallet and underlying between two questions, by exposure.</summary>
internal sealed class PortfolioBlocks(EngineState state, OptionValuer valuer)
{
    private PortfolioBlock?[][] _byUnderlying = [];

    /// <summary>What is kept of an exposure, or null before it was first asked for.</summary>
    public PortfolioBlock? Find(WalletExposure exposure)
    {
        if (exposure.Underlying.Number >= _byUnderlying.Length)
            return null;
        PortfolioBlock?[] blocks = _byUnderlying[exposure.Underlying.Number];
        return exposure.Number < blocks.Length ? blocks[exposure.Number] : null;
    }

    /// <summary>What is kept of an exposure, made if it is not there.</summary>
    public PortfolioBlock GetOrAdd(WalletExposure exposure) => Find(exposure) ?? Add(exposure);

    private PortfolioBlock Add(WalletExposure exposure)
    {
        int underlying = exposure.Underlying.Number;
        int known = _byUnderlying.Length;
        if (underlying >= known)
        {
            Array.Resize(ref _byUnderlying, Math.Max(underlying + 1, known * 2));
            Array.Fill(_byUnderlying, [], known, _byUnderlying.Length - known);
        }

        if (exposure.Number >= _byUnderlying[underlying].Length)
            Array.Resize(ref _byUnderlying[underlying], Math.Max(exposure.Number + 1, exposure.Number * 2));
        var block = new PortfolioBlock(state, valuer, exposure.Underlying);
        _byUnderlying[underlying][exposure.Number] = block;
        return block;
    }
}
