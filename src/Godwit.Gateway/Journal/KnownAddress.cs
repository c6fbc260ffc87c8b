using System.Net;

namespace Godwit.Gateway.Journal;

/// <summary>What was written of the last client address on a connection: most connections have one client.</summary>
/// <param name="Address">The address.</param>
/// <param name="Network">As <see cref="AddressPrivacy.Network"/> writes it.</param>
/// <param name="Hash">As <see cref="AddressPrivacy.Hash"/> writes it.</param>
internal readonly record struct KnownAddress(IPAddress? Address, string? Network, string? Hash);
