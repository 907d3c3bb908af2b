namespace Hypercall.Gateway.Writes;

/// <summary>Reads the fields of a write in the order of its signed type, and hashes each as it comes.</summary>
internal ref struct SignedFields(Fields fields, TypedStruct type)
{
    private StructHash _signed = new(type);
    private long? _nonce;

    public WalletAddress Wallet(string name)
    {
        WalletAddress wallet = fields.Wallet(name);
        _signed.Add(wallet);
        return wallet;
    }

    public string Text(string name, string expected = "a string") => Add(fields.Text(name, expected));

    /// <summary>A text; an absent one is empty.</summary>
    public string OptionalText(string name) => Add(fields.OptionalText(name) ?? "");

    public long Integer(string name, long least, long most)
    {
        long number = fields.Integer(name, least, most);
        _signed.Add(number);
        return number;
    }

    /// <summary>true or false; an absent one is false, unless it is needed.</summary>
    public bool Flag(string name, bool isNeeded)
    {
        bool flag = isNeeded ? fields.NeededFlag(name) : fields.Flag(name);
        _signed.Add(flag);
        return flag;
    }

    /// <summary>What is signed as a text that no field is by itself.</summary>
    public string Add(string text)
    {
        _signed.Add(text);
        return text;
    }

    /// <inheritdoc cref="Add(string)"/>
    public void Add(bool flag) => _signed.Add(flag);

    /// <inheritdoc cref="Add(string)"/>
    public void Add(WalletAddress address) => _signed.Add(address);

    /// <summary>The nonce, which ends what is signed.</summary>
    public long Nonce() => _nonce ??= SignatureFields.ReadNonce(fields);

    /// <summary>The write: its last fields are the nonce and the signature.</summary>
    /// <param name="wallet">Who is acted for; null: the signer.</param>
    /// <param name="command">The command, of the wallet that is acted for.</param>
    /// <exception cref="Answers.RefusedException">The signature is none that could be recovered.</exception>
    public SignedWrite Finish(
        SigningDomain domain, WalletAddress? wallet, RateClass kind, Func<WalletAddress, EngineCommand> command) =>
        SignatureFields.Finish(domain, fields, ref _signed, wallet, Nonce(), kind, command);
}
