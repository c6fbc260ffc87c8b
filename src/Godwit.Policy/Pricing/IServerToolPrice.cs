namespace Godwit.Policy.Pricing;

/// <summary>What one tool that a provider runs costs, as people write it.</summary>
public interface IServerToolPrice
{
    /// <summary>The tool's name in usage.</summary>
    string Tool { get; }

    /// <summary>Each call.</summary>
    decimal? PerCall { get; }

    /// <summary>A request that called it, however often.</summary>
    decimal? PerRequest { get; }
}
