using System.Security.Cryptography;
using Godwit.Control.Notices;
using Godwit.Control.Notices.Mail;
using Godwit.Control.Notices.Texts;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Xunit;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>What a mail looks like on the wire, and that its signature holds.</summary>
public sealed class NoticeMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 25, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("rsa")]
    [InlineData("ed25519")]
    public async Task A_signature_is_verified_and_holds_for_no_other_text(string algorithm)
    {
        using var folder = new TestFolder();
        var (file, published) = Key(folder, algorithm);
        Assert.Null(DkimKey.TryRead(file, out var key));
        var text = NoticeRenderer.Render(Samples.Facts, Samples.Plan, "fa");
        var row = Samples.Row() with { Language = "fa", Subject = text.Subject, Body = text.Text, Html = text.Html };
        var mail = NoticeMail.Create(row, Samples.Plan.Sender, Now);
        NoticeMail.Sign(mail, new DkimOptions("gateway.example", "s1", file), key!);
        // As a receiver has it: off the wire.
        var received = Reload(mail);

        Assert.True(await VerifyAsync(received, published));
        Assert.Equal(text.Text, received.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal(text.Html, received.HtmlBody!.ReplaceLineEndings("\n"));
        received.Subject = "Another subject";
        Assert.False(await VerifyAsync(received, published));
    }

    [Fact]
    public void Headers_tell_what_it_is_and_who_sent_it()
    {
        var mail = Reload(NoticeMail.Create(Samples.Row(), Samples.Plan.Sender, Now));

        Assert.Equal($"{Samples.Row().Id}@gateway.example", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("\"Contoso Gateway\" <notices@gateway.example>", mail.From.ToString());
        Assert.Equal("help@gateway.example", mail.ReplyTo.ToString());
        Assert.Equal("acme@customer.example", mail.To.ToString());
        Assert.Equal(Now, mail.Date);
    }

    [Fact]
    public void No_value_adds_a_header()
    {
        const string hostile = "x\r\nBcc: everybody@evil.example\r\n\r\nbody";
        var row = Samples.Row() with { Subject = hostile };
        var sender = Samples.Plan.Sender with { Name = hostile };

        using var wire = new MemoryStream();
        NoticeMail.Create(row, sender, Now).WriteTo(wire);
        wire.Position = 0;
        var mail = MimeMessage.Load(wire);

        Assert.DoesNotContain(mail.Headers, header => header.Id == HeaderId.Bcc);
        Assert.Single(mail.From);
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
        + "-----END PUBLIC KEY-----\n")]
    public void A_file_without_a_private_key_is_said_to_be_one(string content)
    {
        using var folder = new TestFolder();
        folder.Write("key.pem", content);

        Assert.NotNull(DkimKey.TryRead(folder.File("key.pem"), out _));
        Assert.NotNull(DkimKey.TryRead(folder.File("absent.pem"), out _));
    }

    private static async Task<bool> VerifyAsync(MimeMessage mail, AsymmetricKeyParameter published)
    {
        var verifier = new DkimVerifier(new PublishedKey(published));
        return await verifier.VerifyAsync(mail, mail.Headers[mail.Headers.IndexOf(HeaderId.DkimSignature)]);
    }

    private static MimeMessage Reload(MimeMessage mail)
    {
        using var wire = new MemoryStream();
        mail.WriteTo(wire);
        wire.Position = 0;
        return MimeMessage.Load(wire);
    }

    private static (string File, AsymmetricKeyParameter Published) Key(TestFolder folder, string algorithm)
    {
        if (algorithm == "rsa")
        {
            using var rsa = RSA.Create(2048);
            folder.Write("key.pem", rsa.ExportPkcs8PrivateKeyPem());
            return (folder.File("key.pem"), DotNetUtilities.GetRsaPublicKey(rsa));
        }

        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        using var text = new StringWriter();
        using (var pem = new PemWriter(text))
            pem.WriteObject(new Pkcs8Generator(pair.Private));
        folder.Write("key.pem", text.ToString());
        return (folder.File("key.pem"), pair.Public);
    }

    /// <summary>The DNS of the signing domain.</summary>
    private sealed class PublishedKey(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            Assert.Equal(("gateway.example", "s1"), (domain, selector));
            return key;
        }

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
