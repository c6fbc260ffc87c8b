using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.Gateway.Tests.Geolocation;

/// <summary>The tables that ship, loaded once for all tests that ask them, a month after they were made.</summary>
internal static class ShippedTables
{
    public static readonly DateTimeOffset Now = new(2026, 7, 20, 0, 0, 0, TimeSpan.Zero);

    public static AddressLocator Locator { get; } = AddressLocator.LoadEmbedded(Now);

    public static TableFile[] Files { get; } = EmbeddedTables.Load();
}
