using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Godwit.Control.Api;

/// <summary>
/// The keys that ASP.NET makes at each start for its data protection. Nothing is protected by them; by default they
/// would lie in clear in the home folder.
/// </summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly ConcurrentQueue<XElement> keys = new();

    /// <summary>Has keys kept here, and nowhere else.</summary>
    public static void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = new KeysInMemory();
        options.XmlEncryptor = new NullXmlEncryptor();
    }

    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys];

    public void StoreElement(XElement element, string friendlyName) => keys.Enqueue(element);
}
