namespace Godwit.FunctionalTests.Support;

/// <summary>Real public addresses, as a trusted load balancer would name them.</summary>
internal static class Caller
{
    /// <summary>China Mobile, Beijing.</summary>
    public const string InChina = "111.13.101.208";

    /// <summary>Google Public DNS, United States.</summary>
    public const string InUnitedStates = "8.8.8.8";
}
