namespace Hypercall.Gateway.Answers;

/// <summary>Ends the handling of a request with an error that its sender is told.</summary>
internal sealed class RefusedException(GatewayError error) : Exception(error.Text)
{
    public GatewayError Error => error;
}
