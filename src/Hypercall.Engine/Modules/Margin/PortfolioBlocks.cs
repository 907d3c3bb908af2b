namespace Hypercall.Engine.Modules.Margin;

/// <summary>What portfolio margin keeps of each wallet and underlying between two questions, by exposure.</summary>
internal sealed class PortfolioBlocks(EngineState state, OptionValuer valuer)
{
    private readonly Numbered<Numbered<PortfolioBlock?>?> _byUnderlying = new();

    /// <summary>What is kept of an exposure, or null before it was first asked for.</summary>
    public PortfolioBlock? Find(WalletExposure exposure) =>
        _byUnderlying.Find(exposure.Underlying.Number)?.Find(exposure.Number);

    /// <summary>What is kept of an exposure, made if it is not there.</summary>
    public PortfolioBlock GetOrAdd(WalletExposure exposure) => Find(exposure)
        ?? ((_byUnderlying[exposure.Underlying.Number] ??= new())[exposure.Number] =
            new PortfolioBlock(state, valuer, exposure.Underlying));
}
