using System.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Commands;

namespace Hypercall.Engine.Tests.Twin;

internal sealed partial class NaiveEngine
{
    private NaiveReject? CheckDistress(string symbol, Side side, long price) => null;

    private BigInteger MaintenanceMark(NaivePosition position) => Pricing.Mark(position.Symbol) ?? 0;
}
