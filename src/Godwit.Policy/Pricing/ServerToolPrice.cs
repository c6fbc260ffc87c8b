namespace Godwit.Policy.Pricing;

/// <summary>What one tool that a provider runs costs.</summary>
/// <param name="Tool">The tool's name in usage.</param>
/// <param name="Price">Of a call, or of a request that called it.</param>
/// <param name="PerRequest">It is paid once a request.</param>
public readonly record struct ServerToolPrice(string Tool, decimal Price, bool PerRequest)
{
    /// <summary>Compiles a price that is known to be right.</summary>
    public static ServerToolPrice Compile(IServerToolPrice price) =>
        new(price.Tool, price.PerCall ?? price.PerRequest ?? 0, price.PerCall is null);
}
