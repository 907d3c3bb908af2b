using System.Data.Common;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>What a database says of a number that is taken.</summary>
internal sealed class TakenNumberException(long number) : DbException($"record {number} is there already")
{
    public override string SqlState => "23505";
}
